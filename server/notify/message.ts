import type { Urgency } from "../config/notify-types.ts";
import type { Delivery } from "../contract/notify.ts";

/** What a person is told, whichever way it goes. All texts are plain, fit to be seen, and without secrets. */
export interface Message {
	event: Delivery["event"];
	urgency: Urgency;
	/** One line. */
	title: string;
	/** Empty when the title says it all. */
	text: string;
	/** What can be answered; empty when there is nothing to choose from. */
	options: string[];
	/** What will happen without an answer, in a sentence; null: nothing. */
	deadline: string | null;
	/** Where the dashboard tells more: an absolute address, and its path. */
	link: string;
	path: string;
	daemon: string | null;
	ticket: string | null;
	/** ISO 8601, UTC. */
	at: string;
	/** What follows under the same tag takes the place of what was. */
	tag: string;
	/** Replaces what would be made of the texts, in mails. */
	html: string | null;
}

/** Something to tell. */
export interface Telling {
	event: Delivery["event"];
	/** The same key is told once, whatever happens in between. */
	key: string;
	urgency: Urgency;
	title: string;
	text: string;
	/** For mails; what it shows must be safe already. */
	html?: string;
	/** A path of the dashboard, or an address. */
	link: string;
	daemon?: string | null;
	ticket?: string | null;
	/** As in `Message`; the key unless told. */
	tag?: string;
}
