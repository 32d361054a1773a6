import { avroType, protobufType } from '../codec/peers.js';
import { fieldsOf } from '../messages/fields-of.js';

/** Bytes of all messages as bare protobuf messages, fields as in our schema. */
export function protobufBytes(name: string, messages: readonly object[]): number {
  const { fields, texts, group } = fieldsOf(name);
  const type = protobufType(name, fields, texts, group);
  return messages.reduce((sum, message) => sum + type.encode(type.create(message)).finish().length, 0);
}

/** Bytes of all messages as bare Avro records, fields as in our schema. */
export function avroBytes(name: string, messages: readonly object[]): number {
  const { fields, texts, group } = fieldsOf(name);
  const type = avroType(name, fields, texts, group);
  return messages.reduce((sum, message) => sum + type.toBuffer(message).length, 0);
}
