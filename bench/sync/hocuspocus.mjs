// Serves documents from memory with @hocuspocus/server, as it comes.
import { Server } from '@hocuspocus/server';

const [host, port] = process.argv[2].split(':');
new Server({ address: host, port: Number(port), quiet: true }).listen();
