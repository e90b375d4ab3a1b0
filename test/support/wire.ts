import net from 'node:net';
import { once } from 'node:events';

/** A wire to a server that a test can cut, or let hang so that nothing gets through and nobody is told. */
export class Wire {
  private readonly ends = new Set<net.Socket>();
  private state: 'whole' | 'hanging' | 'cut' = 'whole';

  private constructor(
    private readonly server: net.Server,
    private readonly target: number,
  ) {}

  static async to(target: number): Promise<Wire> {
    const server = net.createServer();
    const wire = new Wire(server, target);
    server.on('connection', (near) => wire.join(near));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return wire;
  }

  /** The same address as given, through this wire. */
  through(url: string): string {
    const changed = new URL(url);
    changed.port = String((this.server.address() as net.AddressInfo).port);
    return changed.toString();
  }

  cut(): void {
    this.state = 'cut';
    for (const end of this.ends) end.destroy();
  }

  hang(): void {
    this.state = 'hanging';
    for (const end of this.ends) end.unpipe().pause();
  }

  /** Connections that hung are lost all the same; new ones get through. */
  mend(): void {
    this.state = 'whole';
    for (const end of this.ends) end.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: net.Socket): void {
    if (this.state === 'cut') return void near.destroy();
    const far = net.connect(this.target, '127.0.0.1');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(end);
      if (this.state === 'hanging') end.pause();
      else end.pipe(other);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.ends.delete(end);
        other.destroy();
      });
    }
  }
}
