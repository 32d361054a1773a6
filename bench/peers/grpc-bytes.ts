import type { MethodDefinition } from '@grpc/grpc-js';

const asIs = (bytes: Buffer): Buffer => bytes;

/** A method whose messages are plain bytes. */
export const BYTES_METHOD = (path: string, responseStream: boolean): MethodDefinition<Buffer, Buffer> => ({
  path,
  requestStream: false,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

/** A copy: the library keeps what it is given. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
