import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RelaisError } from '../../registry/index.js';
import { withFileLock } from './file-lock.js';

const run = promisify(execFile);
const OLDEST_GO = [1, 26] as const;

export interface BuildOptions {
  /** Folder of finished tools; default RELAIS_TOOLS_CACHE, else relais/tools under XDG_CACHE_HOME or ~/.cache. */
  readonly cacheFolder?: string;
  /** The Go command; default `go` of the PATH. */
  readonly goCommand?: string;
  /** Folder that holds the tool sets; default test/tools of this checkout. */
  readonly setsFolder?: string;
  /** Told when something is about to take long. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Path of a tool, compiled on first use and found in the cache ever after. The cache key is the hash of go.mod, go.sum, Go version and
 * platform, so a changed pin or toolchain builds anew and old binaries stay valid for other checkouts. Concurrent callers, also in
 * other processes, wait for the one that builds.
 *
 * Errors: RELAIS_E_TOOLCHAIN_MISSING without a Go that is new enough, RELAIS_E_TOOL_BUILD_FAILED with the compiler's words.
 *
 * @param set   folder of the Go module below test/tools, for instance `nats`
 * @param name  name of the binary, for instance `nats-server`
 */
export async function buildTool(set: string, name: string, options: BuildOptions = {}): Promise<string> {
  const moduleFolder = join(options.setsFolder ?? (await findSetsFolder()), set);
  const go = options.goCommand ?? 'go';
  const platform = await describeGo(go, moduleFolder);
  const cacheFolder = options.cacheFolder ?? defaultCacheFolder();
  const finished = join(cacheFolder, `${set}-${await cacheKey(moduleFolder, platform)}`);
  const binary = join(finished, name);
  if (await exists(binary)) return binary;

  await mkdir(cacheFolder, { recursive: true });
  await withFileLock(`${finished}.lock`, async () => {
    if (await exists(finished)) return;
    options.onProgress?.(`building the tools of test/tools/${set} once, into ${finished}`);
    // Built beside its place and renamed, so that a killed build never leaves half a tool behind.
    const unfinished = `${finished}.building-${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    try {
      await run(go, ['build', '-trimpath', '-o', `${unfinished}/`, 'tool'], { cwd: moduleFolder, maxBuffer: 1 << 24 });
      await rename(unfinished, finished);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw new RelaisError('RELAIS_E_TOOL_BUILD_FAILED', `${set}: ${lastLines(error)}`);
    }
  });
  if (!(await exists(binary))) throw new RelaisError('RELAIS_E_TOOL_BUILD_FAILED', `${set} has no tool named ${name}`);
  return binary;
}

/** RELAIS_TOOLS_CACHE, or relais/tools in the user's cache folder. */
export function defaultCacheFolder(): string {
  const { RELAIS_TOOLS_CACHE: own, XDG_CACHE_HOME: cacheHome } = process.env;
  return own || join(cacheHome || join(homedir(), '.cache'), 'relais', 'tools');
}

/** `go version os arch` of the installed Go, refused when there is none or an old one. */
async function describeGo(go: string, cwd: string): Promise<string> {
  let answer: string;
  try {
    // GOTOOLCHAIN=local: the question is which Go is installed, not which one it would download for this module.
    const env = { ...process.env, GOTOOLCHAIN: 'local' };
    answer = (await run(go, ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { cwd: dirname(cwd), env })).stdout.trim().replaceAll('\n', ' ');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no command "${go}"` : lastLines(error);
    throw new RelaisError('RELAIS_E_TOOLCHAIN_MISSING', `Go ${OLDEST_GO.join('.')} or newer is needed: ${why}.`);
  }
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(answer) ?? []).map(Number);
  if (major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1])) {
    throw new RelaisError('RELAIS_E_TOOLCHAIN_MISSING', `Go ${OLDEST_GO.join('.')} or newer is needed, this is ${answer}.`);
  }
  return answer;
}

async function cacheKey(moduleFolder: string, platform: string): Promise<string> {
  const hash = createHash('sha256').update(platform);
  for (const file of ['go.mod', 'go.sum']) hash.update(`\0${file}\0`).update(await readFile(join(moduleFolder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** From source and from dist/ alike: upwards to the package, then down to the tool sets. */
async function findSetsFolder(): Promise<string> {
  let folder = import.meta.dirname;
  while (!(await exists(join(folder, 'package.json')))) folder = dirname(folder);
  return join(folder, 'test', 'tools');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function lastLines(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n').slice(-8).join('\n');
}
