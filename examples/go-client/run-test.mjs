// Tests of the Go client against real regions on ports of their own. `npm test` runs it from the project's folder, after the build.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CLIENT = import.meta.dirname;
const ROOT = join(CLIENT, '../..');
const LINES_MAX = 250;
const READY_WITHIN_MS = 60_000;
const CLIENT_WITHIN_MS = 30_000;
const env = { ...process.env, GOFLAGS: '-mod=readonly' };
const { RELAIS_TOOLS_CACHE: ownCache, XDG_CACHE_HOME: cacheHome } = process.env;
const cache = ownCache || join(cacheHome || join(homedir(), '.cache'), 'relais', 'tools');
const binary = join(cache, 'go-client', `relais-go-client-${process.pid}`);

let numPassedTests = 0;
let numFailedTests = 0;

async function test(name, body) {
  try {
    await body();
    numPassedTests += 1;
    console.log(`ok     Go client: ${name}`);
  } catch (error) {
    numFailedTests += 1;
    console.log(`FAILED Go client: ${name}\n${error.stderr || error.message}`);
  }
}

function expect(isTrue, what) {
  if (!isTrue) throw new Error(what);
}

const go = async (...args) => (await promisify(execFile)('go', args, { cwd: CLIENT, env })).stdout;

/** Runs the client to its end: exit code and what it said. */
function client(...args) {
  return new Promise((resolve) => {
    execFile(binary, args, { timeout: CLIENT_WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function copyResources(resources) {
  cpSync(join(ROOT, 'examples/france'), resources, { recursive: true });
  for (const name of readdirSync(resources)) {
    let text = readFileSync(join(resources, name), 'utf8');
    for (const [line, indent] of [...text.matchAll(/^(\s*(?:port|httpPort): )\d+$/gm)]) text = text.replace(line, `${indent}${await freePort()}`);
    // Paris asks for new keys so often, and gives so little time, that a client that cannot rekey is thrown out.
    if (name === 'paris.yaml') text = text.replace(/^spec:$/m, 'spec:\n  settings:\n    sessionRekeyMs: 300\n    sessionRekeyTimeoutMs: 1000');
    writeFileSync(join(resources, name), text);
  }
}

async function startMesh(folder) {
  const [resources, state] = [join(folder, 'resources'), join(folder, 'state')];
  await copyResources(resources);
  const mesh = spawn(process.execPath, [join(ROOT, 'dist/node/cli/main.js'), 'up', resources, '--state', state], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [mesh.stdout, mesh.stderr]) stream.on('data', (chunk) => (said += chunk));
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(state))) {
    if (mesh.exitCode !== null || performance.now() > untilMs) {
      await stopMesh(mesh);
      throw new Error(`relais up did not come up:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { mesh, credentials: JSON.parse(readFileSync(join(state, 'mesh.json'), 'utf8')).credentials };
}

async function isReady(state) {
  if (!existsSync(join(state, 'mesh.json'))) return false;
  const { regions } = JSON.parse(readFileSync(join(state, 'mesh.json'), 'utf8'));
  const { host, httpPort } = regions.find(({ name }) => name === 'paris');
  return fetch(`http://${host}:${httpPort}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stopMesh(mesh) {
  if (mesh.exitCode !== null || mesh.signalCode !== null) return;
  const gone = new Promise((resolve) => mesh.once('exit', resolve));
  mesh.kill('SIGINT');
  const timer = setTimeout(() => mesh.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(timer);
}

function changedCredentials(folder, path, change) {
  const credentials = JSON.parse(readFileSync(path, 'utf8'));
  change(credentials);
  const changed = join(folder, 'changed.json');
  writeFileSync(changed, JSON.stringify(credentials));
  return changed;
}

const other = Buffer.alloc(32, 7).toString('base64');
const ORDER = /^go-\w+ New, 1000 at 0\.50000, transaction 1\/\d+\/\d+\ngo-\w+ Canceled, 1000 at 0\.50000, transaction 1\/\d+\/\d+\n$/m;
const quotesIn = (stdout, symbol) => stdout.split('\n').filter((line) => line.startsWith(`${symbol} `) && /at \d+\.\d{5} \/ \d+ at \d+\.\d{5}$/.test(line));

async function testWithMesh(folder) {
  const { mesh, credentials } = await startMesh(folder);
  try {
    const trader = ['-credentials', credentials.trader, '-region', 'paris'];
    await test('reads quotes, enters an order, gets its durable report, cancels it, ends in order', async () => {
      const { code, stdout, stderr } = await client(...trader, '-symbol', 'EURUSD', '-reference', 'EURUSD.REF', '-quotes', '3');
      expect(code === 0 && stderr === '', `exit code ${code}: ${stderr}${stdout}`);
      expect(quotesIn(stdout, 'EURUSD.REF').length === 3, stdout);
      expect(ORDER.test(stdout), stdout);
    });
    await test('goes through many changes of keys', async () => {
      const { code, stdout, stderr } = await client(...trader, '-reference', 'EURUSD.REF', '-quotes', '100');
      expect(code === 0 && quotesIn(stdout, 'EURUSD.REF').length === 100, `exit code ${code}: ${stderr}`);
    });
    await test('a price outside the band is refused, with the reason', async () => {
      const { code, stderr } = await client(...trader, '-reference', 'EURUSD.REF', '-price', '0.1', '-quotes', '1');
      expect(code === 1 && stderr.includes('RejectReason 4'), `exit code ${code}: ${stderr}`);
    });
    await test('an unknown instrument ends with error 550', async () => {
      const { code, stderr } = await client(...trader, '-symbol', 'NONE');
      expect(code === 1 && stderr.startsWith('error 550: '), `exit code ${code}: ${stderr}`);
    });
    await test('a wrong seed fails the handshake with error 154', async () => {
      const { code, stderr } = await client('-credentials', changedCredentials(folder, credentials.trader, (one) => (one.seed = other)));
      expect(code === 1 && stderr.startsWith('error 154: '), `exit code ${code}: ${stderr}`);
    });
    await test('a partner without the right to orders and executions is refused with error 500', async () => {
      const { code, stderr } = await client('-credentials', credentials['risk-desk']);
      expect(code === 1 && stderr.startsWith('error 500: '), `exit code ${code}: ${stderr}`);
    });
  } finally {
    await stopMesh(mesh);
  }
}

async function testAll() {
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(execFileSync('go', ['env', 'GOVERSION'], { cwd: tmpdir(), env: { ...env, GOTOOLCHAIN: 'local' } })) ?? [];
  expect(Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 26), `Go 1.26 or newer is needed, this is ${major}.${minor}`);
  await test(`main.go has at most ${LINES_MAX} lines`, () => {
    const lines = readFileSync(join(CLIENT, 'main.go'), 'utf8').split('\n').length - 1;
    expect(lines <= LINES_MAX, `it has ${lines}`);
  });
  await test('is formatted', () => {
    const unformatted = execFileSync('gofmt', ['-l', CLIENT], { encoding: 'utf8' });
    expect(unformatted === '', unformatted);
  });
  await test('passes go vet', () => go('vet', './...'));
  mkdirSync(join(cache, 'go-client'), { recursive: true });
  await test('builds', () => go('build', '-trimpath', '-o', binary, '.'));
  const folder = mkdtempSync(join(tmpdir(), 'relais-go-client-'));
  try {
    await testWithMesh(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(binary, { force: true });
  }
}

try {
  await testAll();
} catch (error) {
  numFailedTests += 1;
  console.log(`FAILED Go client: ${error.code === 'ENOENT' ? 'Go 1.26 or newer is needed: there is no command "go"' : error.message}`);
}
mkdirSync(join(ROOT, 'reports'), { recursive: true });
writeFileSync(join(ROOT, 'reports/go-client.json'), JSON.stringify({ numPassedTests, numFailedTests }));
process.exitCode = numFailedTests === 0 ? 0 : 1;
