/** The side of a benchmark's child process: answers the commands of its parent one after the other and goes when the parent goes. */
export type Commands = Readonly<Record<string, (argument: never) => unknown>>;

interface Request {
  readonly id: number;
  readonly command: string;
  readonly argument: unknown;
}

export function serveParent(commands: Commands): void {
  process.on('message', async ({ id, command, argument }: Request) => {
    try {
      const handler = commands[command] as ((argument: unknown) => unknown) | undefined;
      process.send?.({ id, result: await handler?.(argument) });
    } catch (error) {
      process.send?.({ id, error: (error as Error).stack ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
