/**
 * Browser features that reach the network past the page's content security
 * policy, or that apps have no use for. The policy and the sandbox are the wall;
 * this only narrows what they leave open (see docs/decisions/0060-apps-run-walled-in.md).
 */
const closed = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'SharedWorker', 'Worker'];

export function closeSideDoors(): void {
  for (const name of closed) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
}
