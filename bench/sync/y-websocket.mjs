// Serves documents from memory with the server of y-websocket, as it comes.
const [host, port] = process.argv[2].split(':');
process.env['HOST'] = host;
process.env['PORT'] = port;
await import('./node_modules/y-websocket/bin/server.js');
