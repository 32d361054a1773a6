/**
 * What kubectl makes of an unquoted word in YAML. kubectl reads YAML 1.1 through sigs.k8s.io/yaml (goyaml.v2), which differs from both the YAML
 * 1.2 core schema and from npm's YAML 1.1: `on`, `off`, `yes`, `no`, `y`, `n` are booleans, `0777` is octal, `1_000` a number, while `12:30` and
 * `2026-01-05` stay texts. Source of the rules: goyaml.v2/resolve.go of kubernetes-sigs/yaml.
 */
export type YamlScalar = string | number | boolean | null;

const WORDS: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:[.][0-9]+|[0-9]+(?:[.][0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/;

/** Value of a plain (unquoted, untagged) scalar. Whole numbers beyond 2^53 lose their last digits, as they have no place in our schemas. */
export function goYamlScalar(text: string): YamlScalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text) || DATE.test(text)) return text;
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  if (INTEGER.test(plain)) return integer(plain);
  return FLOAT.test(plain) ? Number(plain) : text;
}

function integer(plain: string): number {
  const sign = plain.startsWith('-') ? -1 : 1;
  const digits = plain.replace(/^[-+]/, '');
  const isOldOctal = /^0[0-7]+$/.test(digits);
  const value = Number(isOldOctal ? `0o${digits.slice(1)}` : digits);
  return value === 0 ? 0 : sign * value;
}
