import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate for 127.0.0.1 that nobody but itself vouches for, and its key; both as PEM. */
export interface SelfMadeCertificate {
	cert: string;
	key: string;
}

const DAY_MS = 86_400_000;
/** ecdsa-with-SHA256, commonName, subjectAltName and basicConstraints, as DER has them. */
const OID = {
	signature: Buffer.from("06082a8648ce3d040302", "hex"),
	name: Buffer.from("0603550403", "hex"),
	addresses: Buffer.from("0603551d11", "hex"),
	constraints: Buffer.from("0603551d13", "hex"),
};
const SEQUENCE = 0x30;
const TRUE = Buffer.from("0101ff", "hex");

/** Valid from yesterday until tomorrow. What it says is in RFC 5280; no package is needed for so little of it. */
export function selfMadeCertificate(): SelfMadeCertificate {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const algorithm = der(SEQUENCE, OID.signature);
	const name = der(SEQUENCE, der(0x31, der(SEQUENCE, OID.name, der(0x0c, Buffer.from("a mail server of a test")))));
	const addresses = der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])));
	const facts = der(
		SEQUENCE,
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		der(SEQUENCE, time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
		name,
		publicKey.export({ type: "spki", format: "der" }),
		der(
			0xa3,
			der(
				SEQUENCE,
				der(SEQUENCE, OID.addresses, der(0x04, addresses)),
				der(SEQUENCE, OID.constraints, TRUE, der(0x04, der(SEQUENCE, TRUE))),
			),
		),
	);
	const signature = der(0x03, Buffer.from([0]), sign("sha256", facts, privateKey));
	const content = der(SEQUENCE, facts, algorithm, signature).toString("base64");
	return {
		cert: `-----BEGIN CERTIFICATE-----\n${content.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
	};
}

/** A value of ASN.1: what it is, how long, and its content. */
function der(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const { length } = content;
	const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** `261121080000Z` */
function time(at: number): Buffer {
	const digits = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
	return der(0x17, Buffer.from(digits.slice(2)));
}
