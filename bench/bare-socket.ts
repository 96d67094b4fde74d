import { Socket } from 'node:net';

/**
 * The same octets over node's socket by rote: one write for every arrival, no reply read, no timer, no limit. Not a client,
 * but the bound that node, the kernel and the far end set to any client in JavaScript.
 */
export function sendByRote(port: number, commands: readonly string[], message: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    let arrivals = 0;
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('data', () => {
      const command = commands[arrivals];
      arrivals += 1;
      if (command !== undefined) {
        socket.write(`${command}\r\n`, 'latin1');
      } else if (arrivals === commands.length + 1) {
        socket.cork();
        socket.write(message);
        socket.write('.\r\n', 'latin1');
        socket.uncork();
      } else if (arrivals === commands.length + 2) {
        socket.write('QUIT\r\n', 'latin1');
        resolve();
      } else {
        socket.end();
      }
    });
    socket.connect({ host: '127.0.0.1', port });
  });
}
