// A real SMTP server that keeps what it gets (`tools/smtp-sink.py`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface Letter {
  to: string[];
  from: string;
  sender: string;
  subject: string;
  text: string;
}

export interface Sink {
  port: number;
  letters: Letter[];
  stop: () => void;
}

export async function startSink(flags: string[] = []): Promise<Sink> {
  const script = resolve(import.meta.dirname, '../../tools/smtp-sink.py');
  const child = spawn('/usr/bin/python3', [script, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [first] = (await once(lines, 'line')) as [string];
  const letters: Letter[] = [];
  lines.on('line', (line) => letters.push(JSON.parse(line) as Letter));
  return { port: (JSON.parse(first) as { port: number }).port, letters, stop: () => child.kill() };
}
