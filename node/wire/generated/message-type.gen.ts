// Generated from node/wire/schema by `npm run generate`. Do not edit.

/** Message types as they stand in the frame header (those of the log: in its command header). */
export const MessageType = {
  /** Cumulative acknowledgement of records. */
  Ack: 1,
  /** Records that are missing although a later one was authenticated: send the same bytes again. */
  Nack: 2,
  /** Keep-alive. Makes a lost tail known, and acknowledges. */
  Beat: 3,
  /** From the responder of the handshake: next generation of record keys. */
  RekeyOffer: 4,
  /** From the initiator: accepts an offer. The responder seals with the new generation from here on. */
  RekeyAnswer: 5,
  /** How much the receiver of this message may send on a channel. */
  Credit: 6,
  /** Last message of a session. Nothing is sent after it. */
  Close: 7,
  /** Best bid and offer. */
  Quote: 16,
  /** Public trade. */
  Trade: 17,
  /** Whole visible book. Bids first (bidCount of them, best first), then offers (best first). */
  BookSnapshot: 18,
  /** Changed levels. Applies to the book of updateSeq − 1; bids first (bidCount of them), then offers. */
  BookIncrement: 19,
  /** Trading session opened or closed. */
  InstrumentStatus: 20,
  /** Enter an order. */
  NewOrder: 32,
  /** Cancel one open order of this partner. */
  CancelOrder: 33,
  /** Change price and total quantity of an open order. Loses priority when price or size grows, keeps it when only the size shrinks. */
  ReplaceOrder: 34,
  /** Cancel all open orders of this partner, or those of one instrument. */
  MassCancel: 35,
  /** Result of a command, durable when it is sent. txId = (region, epoch, seq); index counts the reports of one command. */
  ExecutionReport: 40,
  /** Refusal given before anything was appended to the log: it has no txId, and the same client order id may be tried again. */
  OrderRefused: 41,
  /** A replay of executions has reached the live stream: everything up to and including (epoch, seq) has been sent. */
  ReplayPosition: 42,
  /** First application message of the server: who it is and what the peer may do. */
  Welcome: 64,
  /** Ask for market data of an instrument: a snapshot first, then increments. */
  Subscribe: 65,
  /** End a subscription. */
  Unsubscribe: 66,
  /** Outcome of a request. */
  RequestResult: 67,
  /** Ask for all instrument definitions that this session may see; a RequestResult follows the last. */
  InstrumentsRequest: 68,
  /** An instrument of some region. */
  InstrumentDefinition: 69,
  /** Read one quote, at most maxAgeMs old. */
  QuoteRequest: 70,
  /** Answer to a QuoteRequest. */
  QuoteResponse: 71,
  /** Ask for execution reports after a position, then live. ReplayPosition marks where the replay meets the live stream. */
  ExecutionsFrom: 72,
  /** Ask for the committed state of an order; answered by an ExecutionReport with execType OrderStatus, or RequestResult. */
  OrderStatusRequest: 73,
  /** Ask for the committed position of the region. */
  PositionRequest: 74,
  /** Committed position of the region. */
  Position: 75,
  /** Something the peer should know, such as a slow reader that was restarted from a snapshot. */
  Notice: 76,
  /** Sent back as EchoReply, to measure a round trip. */
  Echo: 77,
  /** Answer to Echo. */
  EchoReply: 78,
  /** Optional first message of a client: which instance of the program it is, across reconnects. Without it every session is an instance of its own. */
  Hello: 79,
  /** Header of a command: the only place where the engine gets its time from. */
  CommandHeader: 96,
  /** A session has ended for good: its orders with cancel on disconnect are cancelled. */
  SessionEnded: 97,
  /** An instrument opens or closes, or duplicates may be forgotten: written by the server when its calendar says so. */
  CalendarTick: 98,
  /** An instrument is added or its limits change. Only through the log, so that every copy of the engine agrees. */
  InstrumentDefined: 99,
  /** First entry of an epoch. */
  EpochOpened: 100,
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];
