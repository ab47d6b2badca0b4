// What browsers know of passkeys. The server speaks the JSON form of WebAuthn, so nothing is encoded here.

const IS_ADDRESS = /^(?:\d+\.){3}\d+$|:/;

/** Whether this browser, at this address, can make and show passkeys: they are bound to a name over https. */
export function passkeysWork(): boolean {
  return (
    window.isSecureContext &&
    !IS_ADDRESS.test(window.location.hostname) &&
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  );
}

/** Asks the device for a passkey it has; null when its person declined. */
export async function showPasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return asked(() => navigator.credentials.get({ publicKey }));
}

/** Has the device make a passkey; null when its person declined. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return asked(() => navigator.credentials.create({ publicKey }));
}

async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
  } catch (error) {
    // Declined, or the time is over: browsers do not tell which.
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return null;
    throw error;
  }
}
