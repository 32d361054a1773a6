import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { findKind, type KeyRotationSchedule, type Partner, type Region, type Resources, validateObject } from '../api/index.js';
import { type RenderContext, renderNode } from './render-node.js';

const objects = readdirSync('examples/france').flatMap((name) =>
  parseAllDocuments(readFileSync(`examples/france/${name}`, 'utf8')).map((document) => document.toJS() as { kind: string }),
);
const ofKind = <R>(name: string): R[] => {
  const kind = findKind(name);
  return kind === undefined
    ? []
    : objects.filter((object) => object.kind === name).map((object) => validateObject(kind, object).object as R);
};
const france: Resources = {
  regions: ofKind<Region>('Region'),
  partners: ofKind<Partner>('Partner'),
  schedules: ofKind<KeyRotationSchedule>('KeyRotationSchedule'),
};
const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const context: RenderContext = {
  hostOf: () => '127.0.0.1',
  listenHost: '127.0.0.1',
  regionKeys: { paris: key(1), frankfurt: key(2), lyon: key(3) },
  partnerKeys: { maker: key(11), 'risk-desk': key(12), trader: key(13), taker: key(14) },
};

describe('configuration of a node', () => {
  // UPDATE_GOLDEN=1 rewrites the files after a change that is meant.
  test.each(['paris', 'frankfurt', 'lyon'])('%s of examples/france renders as in golden/', (name) => {
    const path = `operator/desired/golden/${name}.json`;
    const rendered = `${JSON.stringify(renderNode(france, name, context), null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, rendered);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(rendered);
  });

  test('exactly one side of every link dials', () => {
    for (const { metadata } of france.regions) {
      for (const peer of renderNode(france, metadata.name, context).peers) {
        const back = renderNode(france, peer.region, context).peers.find((other) => other.region === metadata.name);
        expect(back?.dials).toBe(!peer.dials);
      }
    }
  });

  test('the order of the resources does not matter', () => {
    const expected = JSON.stringify(renderNode(france, 'paris', context));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...france.regions], { minLength: 3 }),
        fc.shuffledSubarray([...france.partners], { minLength: 4 }),
        (regions, partners) => JSON.stringify(renderNode({ ...france, regions, partners }, 'paris', context)) === expected,
      ),
    );
  });

  test('a partner is known only where its resource says so', () => {
    const partners = france.partners.map((partner) => ({ ...partner, spec: { ...partner.spec, regions: ['lyon'] } }));
    expect(renderNode({ ...france, partners }, 'paris', context).partners).toEqual([]);
  });

  test('a partner that names its own public key is known by that one', () => {
    const partners = france.partners.map((partner) => ({ ...partner, spec: { ...partner.spec, publicKey: key(99) } }));
    const [first] = renderNode({ ...france, partners }, 'paris', { ...context, partnerKeys: {} }).partners;
    expect(first?.publicKey).toBe(key(99));
  });

  test('a missing key ends in an assertion, never in a node without it', () => {
    expect(() => renderNode(france, 'paris', { ...context, regionKeys: {} })).toThrow('RELAIS_E_INTERNAL');
    expect(() => renderNode(france, 'nowhere', context)).toThrow('RELAIS_E_INTERNAL');
  });
});
