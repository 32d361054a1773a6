import { encodeOrderStatusRequest, MessageType } from '../../wire/index.js';
import type { RequestTable } from '../core/request-table.js';
import type { Execution } from '../model/execution.js';

/** Questions about orders by client order id. The answer is a report that names the id and not the request, so whoever asked for it gets it. */
export class StatusReads {
  private readonly requests: RequestTable;
  private readonly waiting = new Map<string, Set<number>>();

  constructor(requests: RequestTable) {
    this.requests = requests;
  }

  /**
   * Without `withinMs` it waits as long as the connection lives and fails with it; with it, it is asked again on the next connection.
   * Errors: RELAIS_E_NOT_FOUND and others of the server, RELAIS_E_REQUEST_TIMEOUT, RELAIS_E_DISCONNECTED.
   */
  async read(clientOrderId: string, withinMs?: number): Promise<Execution> {
    const { requestId, answer } = this.requests.askWithId<Execution>({
      type: MessageType.OrderStatusRequest,
      survives: withinMs !== undefined,
      endsWithResult: false,
      ...(withinMs === undefined ? {} : { withinMs }),
      encode: (id) => {
        const bytes = new Uint8Array(64);
        return bytes.subarray(0, encodeOrderStatusRequest({ requestId: id, clientOrderId }, bytes, new DataView(bytes.buffer), 0));
      },
    });
    const asked = this.waiting.get(clientOrderId) ?? new Set();
    this.waiting.set(clientOrderId, asked.add(requestId));
    try {
      return await answer;
    } finally {
      asked.delete(requestId);
      if (asked.size === 0) this.waiting.delete(clientOrderId);
    }
  }

  answered(execution: Execution): void {
    for (const requestId of this.waiting.get(execution.clientOrderId) ?? []) this.requests.answered(requestId, execution);
  }
}
