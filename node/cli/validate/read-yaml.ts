/**
 * A file of resources → its documents, with the line of every value. YAML as kubectl reads it, and JSON, which is YAML. Pure and bounded:
 * bytes, documents, values after expansion of aliases, depth.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments, Scalar, type YAMLMap } from 'yaml';
import { RelaisError, type Settings } from '../../../registry/index.js';
import { goYamlScalar } from './go-yaml-scalar.js';

export type YamlLimits = Pick<Settings, 'resourceFileBytesMax' | 'resourceDocumentsMax' | 'resourceNodesMax' | 'resourceDepthMax'>;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A value with the places of its parts: fields by name, entries by number. */
export interface Placed {
  readonly value: unknown;
  readonly at: Position;
  readonly parts: ReadonlyMap<string | number, Placed>;
}

/** Something that keeps the file from being read. */
export class YamlProblem extends RelaisError {
  readonly at: Position;
  readonly what: string;
  constructor(what: string, at: Position) {
    super('RELAIS_E_RESOURCE_FILE', `line ${at.line}: ${what}`);
    this.what = what;
    this.at = at;
  }
}

const START: Position = { line: 1, column: 1 };

/** Documents of a file, empty ones left out. Errors: RELAIS_E_RESOURCE_FILE (a YamlProblem). */
export function readYaml(text: string, limits: YamlLimits): Placed[] {
  if (Buffer.byteLength(text) > limits.resourceFileBytesMax)
    throw new YamlProblem(`larger than ${limits.resourceFileBytesMax} bytes`, START);
  refuseDepth(text, limits.resourceDepthMax);
  const lines = new LineCounter();
  const documents = parsed(text, lines);
  if (documents.length > limits.resourceDocumentsMax) throw new YamlProblem(`more than ${limits.resourceDocumentsMax} documents`, START);
  const reader = new Reader(lines, limits);
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new YamlProblem(sentence(error.message), positionOf(lines, error.pos[0]));
    if (document.contents === null) return [];
    reader.startDocument();
    const placed = reader.read(document.contents, 0);
    return placed.value === null ? [] : [placed];
  });
}

function parsed(text: string, lines: LineCounter) {
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      lineCounter: lines,
      prettyErrors: false,
      // The library compares every key with every other; Reader finds duplicates in linear time.
      uniqueKeys: false,
      logLevel: 'silent',
      strict: true,
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) throw new YamlProblem('nested too deeply', START);
    throw error;
  }
}

/** Cheap bound on nesting before the parser, which recurses: brackets and indicators that can open a level. */
function refuseDepth(text: string, depthMax: number): void {
  let flow = 0;
  let line = 1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x0a) line += 1;
    else if (character === 0x5b || character === 0x7b) flow += 1;
    else if ((character === 0x5d || character === 0x7d) && flow > 0) flow -= 1;
    if (flow > depthMax * 4) throw new YamlProblem('nested too deeply', { line, column: 1 });
  }
  const deepLine = text.split('\n').findIndex((one) => (/^(?:[ ]*[-?:][ ]+)+/.exec(one)?.[0].replaceAll(' ', '').length ?? 0) > depthMax);
  if (deepLine >= 0) throw new YamlProblem('nested too deeply', { line: deepLine + 1, column: 1 });
}

/** The parser's own words; it reports an exhausted stack as an error of the document. */
const sentence = (message: string): string => (/call stack/i.test(message) ? 'nested too deeply' : (message.split('\n', 1)[0] as string));

const positionOf = (lines: LineCounter, offset: number | undefined): Position => {
  const { line, col } = lines.linePos(offset ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
};

class Reader {
  readonly #lines: LineCounter;
  readonly #limits: YamlLimits;
  #nodes = 0;
  #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();

  constructor(lines: LineCounter, limits: YamlLimits) {
    this.#lines = lines;
    this.#limits = limits;
  }

  startDocument(): void {
    this.#anchors = new Map();
  }

  read(node: Node, depth: number): Placed {
    const at = positionOf(this.#lines, node.range?.[0]);
    this.#nodes += 1;
    if (this.#nodes > this.#limits.resourceNodesMax) {
      throw new YamlProblem(`more than ${this.#limits.resourceNodesMax} values, aliases expanded`, at);
    }
    if (depth > this.#limits.resourceDepthMax) throw new YamlProblem('nested too deeply', at);
    if (isAlias(node)) return this.#alias(node.source, at, depth);
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    try {
      if (isMap(node)) return this.#map(node, at, depth);
      if (isSeq(node)) {
        const entries = node.items.map((item) => this.read(item as Node, depth + 1));
        return { value: entries.map((entry) => entry.value), at, parts: new Map(entries.entries()) };
      }
      return { value: isScalar(node) ? scalarValue(node, at) : null, at, parts: new Map() };
    } finally {
      this.#open.delete(node);
    }
  }

  #alias(name: string, at: Position, depth: number): Placed {
    const target = this.#anchors.get(name);
    if (target === undefined) throw new YamlProblem(`there is no anchor &${name.slice(0, 40)} before this alias`, at);
    if (this.#open.has(target)) throw new YamlProblem(`alias *${name.slice(0, 40)} stands inside its own anchor`, at);
    return this.read(target, depth + 1);
  }

  #map(node: YAMLMap, at: Position, depth: number): Placed {
    const parts = new Map<string | number, Placed>();
    const merged: Placed[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      if (isMergeKey(pair.key)) {
        merged.push(...this.#mergeSources(pair, at, depth));
        continue;
      }
      const name = keyText(pair.key, at);
      const place = positionOf(this.#lines, pair.key?.range?.[0]);
      if (parts.has(name)) throw new YamlProblem(`field ${name.slice(0, 40)} stands here twice`, place);
      const value = pair.value === null ? { value: null, at: place, parts: new Map() } : this.read(pair.value, depth + 1);
      parts.set(name, { ...value, at: place });
    }
    for (const source of merged) {
      for (const [name, part] of source.parts) if (!parts.has(name)) parts.set(name, part);
    }
    return { value: Object.fromEntries([...parts].map(([name, part]) => [name, part.value])), at, parts };
  }

  #mergeSources(pair: Pair<Node, Node | null>, at: Position, depth: number): Placed[] {
    const source = pair.value === null ? null : this.read(pair.value, depth + 1);
    const sources = Array.isArray(source?.value) ? [...source.parts.values()] : source === null ? [] : [source];
    for (const one of sources) {
      const isObject = typeof one.value === 'object' && one.value !== null && !Array.isArray(one.value);
      if (!isObject) throw new YamlProblem('<< needs an object or a list of objects', at);
    }
    return sources;
  }
}

const isMergeKey = (key: unknown): boolean => isScalar(key) && key.type === Scalar.PLAIN && key.value === '<<';

/** Keys become texts as in kubectl: `on: 1` has the field "true". */
function keyText(key: unknown, at: Position): string {
  if (!isScalar(key)) throw new YamlProblem('a field name must be a text', at);
  return String(scalarValue(key, at) ?? 'null');
}

const STRING_TAG = 'tag:yaml.org,2002:str';

function scalarValue(node: Scalar, at: Position): unknown {
  const text = typeof node.value === 'string' ? node.value : '';
  const { tag } = node;
  if (tag === STRING_TAG || tag === '!') return text;
  if (tag !== undefined) throw new YamlProblem(`tag ${tag.slice(0, 40)} is not supported here`, at);
  const isPlain = node.type === Scalar.PLAIN || node.type === undefined;
  return isPlain ? goYamlScalar(text) : text;
}
