/** Code samples of a Markdown page: taken out, type-checked, made runnable. Any page whose ```ts blocks are whole programs will do. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

export interface Sample {
  /** Page and line, as a test names it. */
  readonly name: string;
  readonly code: string;
}

const FENCE = '```';

export function samplesOf(path: string): Sample[] {
  const samples: Sample[] = [];
  let start = 0;
  let lines: string[] | null = null;
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, at) => {
      if (lines === null) {
        if (line.trim() === `${FENCE}ts`) [lines, start] = [[], at + 1];
      } else if (line.trim() === FENCE) {
        samples.push({ name: `${basename(path)} line ${start}`, code: `${lines.join('\n')}\n` });
        lines = null;
      } else lines.push(line);
    });
  return samples;
}

/** What the compiler says about the samples, with the compiler options of the project; each a whole program of its own. */
export function typeErrors(samples: readonly Sample[], root: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const paths = { 'relais/client': [join(root, 'node/client/index.ts')] };
  const { tsBuildInfoFile: _, ...others } = options;
  const own = { ...others, paths, noEmit: true, incremental: false, noUnusedLocals: false };
  const texts = new Map(samples.map(({ code }, n) => [join(root, `sample-${n}.ts`), code]));
  const host = ts.createCompilerHost(own);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, version, ...rest) => {
    const code = texts.get(path);
    return code === undefined ? getSourceFile.call(host, path, version, ...rest) : ts.createSourceFile(path, code, version);
  };
  const program = ts.createProgram([...texts.keys()], own, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter((diagnostic) => diagnostic.file !== undefined && texts.has(diagnostic.file.fileName))
    .map((diagnostic) => {
      const n = [...texts.keys()].indexOf(diagnostic.file?.fileName ?? '');
      return `${samples[n]?.name}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
}

/** Writes the samples as JavaScript into an empty folder where this package is installed as a user would have it. Gives their paths. */
export function compileInto(folder: string, samples: readonly Sample[], root: string): string[] {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/relais'));
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return samples.map(({ code }, n) => {
    const path = join(folder, `sample-${n}.mjs`);
    writeFileSync(path, ts.transpileModule(code, { compilerOptions }).outputText);
    return path;
  });
}
