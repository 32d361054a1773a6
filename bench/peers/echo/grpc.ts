import { Client, credentials, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { asBuffer, BYTES_METHOD } from '../grpc-bytes.js';
import { type EchoPeer, HOST } from './echo-peer.js';

const ECHO = BYTES_METHOD('/bench.Echo/Echo', false);

/** grpc-js, unary calls, no TLS. The payload travels as it is, without protobuf around it: that favours the peer. */
export const grpcEcho: EchoPeer = {
  async listen() {
    const server = new Server();
    server.addService(
      { echo: ECHO },
      {
        echo: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => reply(null, call.request),
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    return { port };
  },
  async connect({ port }, onAnswer) {
    const client = new Client(`${HOST}:${port}`, credentials.createInsecure());
    await new Promise<void>((resolve, reject) => client.waitForReady(Date.now() + 5000, (error) => (error ? reject(error) : resolve())));
    return {
      send: (payload) => {
        client.makeUnaryRequest(ECHO.path, ECHO.requestSerialize, ECHO.responseDeserialize, asBuffer(payload), (error, answer) => {
          if (!error && answer !== undefined) onAnswer(answer);
        });
      },
    };
  },
};
