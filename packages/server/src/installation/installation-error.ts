// A start that cannot go on, in a sentence for the person who started the server.

export class InstallationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InstallationError";
  }
}
