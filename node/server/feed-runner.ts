export class FeedRunner {
  static start(_options: unknown): FeedRunner {
    return new FeedRunner();
  }
  close(): void {}
}
