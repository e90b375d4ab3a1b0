import { once } from 'node:events';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What to do with a mail that has come whole, before the server says that it has it: throw to turn it away. */
type Judge = (mail: ParsedMail) => Promise<void> | void;

/** How a mail server says no; 4yz for now, 5yz for good. */
export const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/** A real mail server on this machine. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  judge: Judge = () => undefined;

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) => void mailServer.take(stream).then(() => done(), done),
    });
    const mailServer = new MailServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as { port: number }).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private async take(stream: NodeJS.ReadableStream): Promise<void> {
    const mail = await simpleParser(stream as never);
    await this.judge(mail);
    this.mails.push(mail);
  }
}
