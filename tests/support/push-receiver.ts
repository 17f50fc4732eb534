import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import type { NewSubscription } from "../../server/contract/notify.ts";

/** A browser's side of push messages: its keys, and what only it can read. */
export interface PushReceiver {
	subscription: NewSubscription;
	/** The message of a request's body, by RFC 8291 and RFC 8188. */
	decrypt(body: Buffer): Record<string, unknown>;
}

/** @param endpoint where the push service takes messages for it */
export function pushReceiver(endpoint: string, label = "A browser"): PushReceiver {
	const key = createECDH("prime256v1");
	const own = key.generateKeys();
	const auth = randomBytes(16);
	return {
		subscription: { endpoint, label, keys: { p256dh: own.toString("base64url"), auth: auth.toString("base64url") } },
		decrypt(body) {
			const salt = body.subarray(0, 16);
			const length = body.readUInt8(20);
			const theirs = body.subarray(21, 21 + length);
			const text = body.subarray(21 + length);
			const shared = key.computeSecret(theirs);
			const info = Buffer.concat([Buffer.from("WebPush: info\0"), own, theirs]);
			const material = Buffer.from(hkdfSync("sha256", shared, auth, info, 32));
			const secret = Buffer.from(hkdfSync("sha256", material, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16));
			const nonce = Buffer.from(hkdfSync("sha256", material, salt, Buffer.from("Content-Encoding: nonce\0"), 12));
			const decipher = createDecipheriv("aes-128-gcm", secret, nonce);
			decipher.setAuthTag(text.subarray(-16));
			const plain = Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()]);
			// What follows the text: a delimiter, then padding.
			return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString()) as Record<string, unknown>;
		},
	};
}
