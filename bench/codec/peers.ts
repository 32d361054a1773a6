/** The same messages by the codecs that people would otherwise take. Each may reuse what its library allows to be reused. */
import avro from 'avsc';
import protobuf from 'protobufjs';
import type { Contestant } from '../harness/index.js';
import { SAMPLE_MASK } from './samples.js';

type Plain = Readonly<Record<string, number | string>>;
export interface Pair {
  readonly encode: Contestant;
  readonly decode: Contestant;
}

/** JSON with short loops of its own: text into a buffer that is there already, and back. */
export function jsonPair<T extends object>(samples: readonly T[], pick: (value: T) => number): Pair {
  const buffer = Buffer.alloc(4096);
  const wire = samples.map((sample) => Buffer.from(JSON.stringify(sample)));
  return {
    encode: {
      name: 'JSON',
      repeat: (times) => {
        let bytes = 0;
        for (let turn = 0; turn < times; turn += 1) bytes += buffer.write(JSON.stringify(samples[turn & SAMPLE_MASK]), 0, 'latin1');
        return bytes;
      },
    },
    decode: {
      name: 'JSON',
      repeat: (times) => {
        let sum = 0;
        for (let turn = 0; turn < times; turn += 1) {
          const bytes = wire[turn & SAMPLE_MASK] as Buffer;
          sum += pick(JSON.parse(bytes.toString('latin1')) as T);
        }
        return sum;
      },
    },
  };
}

/** Field types as a careful author of a .proto would choose them: zigzag for prices, unsigned for times and sequences. */
const PROTO_TYPES: Readonly<Record<string, string>> = {
  u8: 'uint32',
  u16: 'uint32',
  u32: 'uint32',
  i32: 'sint32',
  u64: 'uint64',
  i64: 'sint64',
};

export interface FieldOf {
  readonly name: string;
  readonly type: string;
}

export interface GroupOf {
  readonly name: string;
  readonly fields: readonly FieldOf[];
}

export function protobufType(
  name: string,
  fields: readonly FieldOf[],
  texts: readonly string[],
  group: GroupOf | null = null,
): protobuf.Type {
  // Plain numbers instead of Long objects: what protobufjs does best.
  protobuf.util.Long = null as never;
  protobuf.configure();
  const type = new protobuf.Type(name);
  const addFields = (to: protobuf.Type, specs: readonly FieldOf[]): void => {
    for (const [index, field] of specs.entries()) to.add(new protobuf.Field(field.name, index + 1, PROTO_TYPES[field.type] ?? 'uint32'));
  };
  addFields(type, fields);
  for (const [index, text] of texts.entries()) type.add(new protobuf.Field(text, fields.length + index + 1, 'string'));
  if (group) {
    const entry = new protobuf.Type('Entry');
    addFields(entry, group.fields);
    type.add(entry);
    type.add(new protobuf.Field(group.name, fields.length + texts.length + 1, 'Entry', 'repeated'));
  }
  new protobuf.Root().add(type);
  return type.setup();
}

export function protobufPair<T extends object>(type: protobuf.Type, samples: readonly T[], pick: (value: T) => number): Pair {
  const messages = samples.map((sample) => type.create(sample as Plain));
  const wire = messages.map((message) => type.encode(message).finish());
  return {
    encode: {
      name: 'protobufjs',
      repeat: (times) => {
        let bytes = 0;
        for (let turn = 0; turn < times; turn += 1) bytes += type.encode(messages[turn & SAMPLE_MASK] as protobuf.Message).finish().length;
        return bytes;
      },
    },
    decode: {
      name: 'protobufjs',
      repeat: (times) => {
        let sum = 0;
        for (let turn = 0; turn < times; turn += 1) sum += pick(type.decode(wire[turn & SAMPLE_MASK] as Uint8Array) as unknown as T);
        return sum;
      },
    },
  };
}

const avroField = ({ name, type }: FieldOf): { name: string; type: 'long' | 'int' } => ({
  name,
  type: ['u32', 'u64', 'i64'].includes(type) ? 'long' : 'int',
});

export const avroType = (name: string, fields: readonly FieldOf[], texts: readonly string[], group: GroupOf | null = null): avro.Type =>
  avro.Type.forSchema({
    type: 'record',
    name,
    fields: [
      ...fields.map(avroField),
      ...texts.map((text) => ({ name: text, type: 'string' as const })),
      ...(group
        ? [
            {
              name: group.name,
              type: { type: 'array', items: { type: 'record', name: 'Entry', fields: group.fields.map(avroField) } } as const,
            },
          ]
        : []),
    ],
  });

export function avroPair<T extends object>(type: avro.Type, samples: readonly T[], pick: (value: T) => number): Pair {
  const buffer = Buffer.alloc(4096);
  const wire = samples.map((sample) => type.toBuffer(sample));
  return {
    encode: {
      name: 'avsc',
      repeat: (times) => {
        let bytes = 0;
        for (let turn = 0; turn < times; turn += 1) bytes += type.encode(samples[turn & SAMPLE_MASK], buffer, 0);
        return bytes;
      },
    },
    decode: {
      name: 'avsc',
      repeat: (times) => {
        let sum = 0;
        for (let turn = 0; turn < times; turn += 1) sum += pick(type.fromBuffer(wire[turn & SAMPLE_MASK] as Buffer) as T);
        return sum;
      },
    },
  };
}
