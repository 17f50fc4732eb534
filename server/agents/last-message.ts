import { CappedText } from "../text/capped-text.ts";

/** The agent's last message of a turn: what it said since it last did something else. At most 20,000 characters. */
export class LastMessage {
	private text = new CappedText();
	private id: string | null = null;
	private over = true;

	/** @param id The message's, where the agent gives one. */
	append(chunk: string, id: string | null): void {
		const isNext = this.over || (id !== null && this.id !== null && id !== this.id);
		if (isNext) {
			if (chunk.trim() === "") return; // a blank one is no last word
			this.text = new CappedText();
			this.over = false;
			this.id = null;
		}
		this.id ??= id;
		this.text.append(chunk);
	}

	/** The agent does something else. */
	end(): void {
		this.over = true;
	}

	toString(): string {
		return this.text.toString().trim();
	}
}
