import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

/** A mail as it came over the wire. */
export interface SunkMail {
	from: string;
	to: string[];
	/** With soft line breaks and quoted characters undone. */
	raw: string;
	header(name: string): string;
}

export interface SmtpSink {
	port: number;
	mails: SunkMail[];
	/** Every conversation that was begun. */
	connections(): number;
}

/** A mail server of the test's own. */
export async function smtpSink(options: SMTPServerOptions = {}): Promise<SmtpSink> {
	const mails: SunkMail[] = [];
	let connections = 0;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ["STARTTLS"],
		...options,
		onConnect(session, callback) {
			connections += 1;
			if (options.onConnect) options.onConnect(session, callback);
			else callback();
		},
		onData(stream, session, callback) {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("end", () => {
				const raw = undoQuoting(Buffer.concat(chunks).toString());
				const { mailFrom, rcptTo } = session.envelope;
				mails.push({
					from: mailFrom === false ? "" : mailFrom.address,
					to: rcptTo.map(({ address }) => address),
					raw,
					header: (name) => headerOf(raw, name),
				});
				callback();
			});
		},
	});
	server.on("error", () => undefined); // a client that goes away is what some tests are about
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
	return { port: (server.server.address() as AddressInfo).port, mails, connections: () => connections };
}

function undoQuoting(raw: string): string {
	const bytes = raw
		.replace(/=\r\n/g, "")
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, "latin1").toString();
}

function headerOf(raw: string, name: string): string {
	const [head = ""] = raw.split("\r\n\r\n", 1);
	const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
	const line = lines.find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
	return line?.slice(name.length + 1).trim() ?? "";
}
