import { createTransport } from "nodemailer";
import type { EmailConfig } from "../../config/notify-types.ts";
import { DeliveryError, networkError } from "../delivery-error.ts";
import type { Message } from "../message.ts";
import { mailOf } from "./mail.ts";

/** Each step of the conversation with the server; all of it has the time of a delivery. */
const STEP_MS = 15_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
/** What a server says of itself may be long, and is shown. */
const MAX_REPLY = 200;

/**
 * Sends one mail, over a connection of its own. A password is sent to this machine alone or over TLS, and the certificate
 * must be right.
 * @throws DeliveryError
 */
export async function sendMail(email: EmailConfig, message: Message, key: string, signal: AbortSignal): Promise<void> {
	if (email.problem) throw new DeliveryError(email.problem, false);
	const server = serverOf(email.smtp);
	const transport = createTransport({
		...server,
		requireTLS: !server.secure && server.auth !== undefined && !LOOPBACK.test(server.host),
		connectionTimeout: STEP_MS,
		greetingTimeout: STEP_MS,
		socketTimeout: STEP_MS,
		dnsTimeout: STEP_MS,
	});
	const stop = () => transport.close({ force: true });
	signal.addEventListener("abort", stop, { once: true });
	try {
		signal.throwIfAborted();
		await Promise.race([transport.sendMail(mailOf(message, email, key)), aborted(signal)]);
	} catch (error) {
		throw mailError(error, server.host);
	} finally {
		signal.removeEventListener("abort", stop);
		transport.close();
	}
}

interface MailServer {
	host: string;
	port: number;
	secure: boolean;
	auth?: { user: string; pass: string };
}

/** @throws DeliveryError for what is no address */
function serverOf(smtp: EmailConfig["smtp"]): MailServer {
	if (typeof smtp !== "string") {
		const secure = smtp.port === 465;
		const port = smtp.port ?? 587;
		return {
			host: smtp.host,
			port,
			secure,
			...(smtp.user !== null && { auth: { user: smtp.user, pass: smtp.pass ?? "" } }),
		};
	}
	if (!/^smtps?:\/\//.test(smtp) || !URL.canParse(smtp)) {
		throw new DeliveryError("The address of the mail server begins with neither smtp:// nor smtps://.", true);
	}
	const { protocol, hostname, port, username, password } = new URL(smtp);
	const secure = protocol === "smtps:";
	return {
		host: hostname.replace(/^\[|\]$/g, ""),
		port: port === "" ? (secure ? 465 : 587) : Number(port),
		secure,
		...(username !== "" && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
	};
}

/** Where mails go, for people: the server and the receivers. */
export function mailWhere({ smtp, to }: EmailConfig): string {
	const host = typeof smtp === "string" ? (URL.canParse(smtp) ? new URL(smtp).host : "") : smtp.host;
	return host === "" ? to.join(", ") : `${to.join(", ")}, through ${host}`;
}

function mailError(error: unknown, host: string): DeliveryError {
	if (error instanceof DeliveryError) return error;
	const { responseCode, response, permanent, code } = error as {
		responseCode?: number;
		response?: string;
		permanent?: boolean;
		code?: string;
	};
	if (typeof responseCode === "number") {
		const reply = (response ?? String(responseCode)).replace(/\s+/g, " ").slice(0, MAX_REPLY);
		const what = code === "EAUTH" ? "does not take the user name and password" : "refuses the mail";
		return new DeliveryError(`${host} ${what}: ${reply}`, permanent ?? responseCode >= 500);
	}
	if (code === "ETLS" || code === "EREQUIRETLS") {
		return new DeliveryError(`${host} cannot prove who it is, or speaks no TLS there (${code}).`, false);
	}
	return networkError(error, host);
}

function aborted(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
}
