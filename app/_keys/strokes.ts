/** What a key press looks like to the matcher: the part of `KeyboardEvent` that it reads. */
export interface KeyPress {
	key: string;
	code: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
	shiftKey: boolean;
}

/** How long the second key of a sequence like `g i` may take, in milliseconds. */
export const SEQUENCE_MS = 1_200;

/** Keys that do nothing of their own in a browser together with Alt. */
const WITH_ALT = new Set(["arrowup", "arrowdown"]);
/** Letters that a page may take together with ⌘ or Ctrl. */
const WITH_MOD = new Set(["k"]);

/**
 * A key press in the notation of bindings: `j`, `?`, `enter`, `escape`, `mod+enter` (⌘ or Ctrl), `alt+arrowup`. Null for a press that
 * belongs to the browser or the system, such as Ctrl+J. Letters are read by their place on the keyboard where the
 * layout has no Latin ones.
 */
export function strokeOf(press: KeyPress): string | null {
	const mod = press.ctrlKey || press.metaKey;
	if (press.altKey) {
		const name = press.key.toLowerCase();
		return WITH_ALT.has(name) && !mod && !press.shiftKey ? `alt+${name}` : null;
	}
	if (press.key.length > 1) {
		const name = press.key.toLowerCase();
		if (mod) return name === "enter" ? "mod+enter" : null;
		return press.shiftKey ? null : name;
	}
	const code = /^Key([A-Z])$/.exec(press.code)?.[1];
	const letter = code && press.key.charCodeAt(0) > 127 ? code : press.key;
	if (mod) return WITH_MOD.has(letter.toLowerCase()) && !press.shiftKey ? `mod+${letter.toLowerCase()}` : null;
	return press.shiftKey ? letter : letter.toLowerCase();
}

export interface Match<B> {
	/** The binding that is complete with this stroke. */
	binding: B | null;
	/** The digit pressed, for a binding of `1-9`. */
	digit: number | null;
	/** What to remember: the first stroke of a sequence that has begun. */
	prefix: string | null;
}

/** Finds the binding for a stroke after an earlier `prefix`; of several, the one registered last. */
export function match<B extends { keys: string }>(
	bindings: readonly B[],
	prefix: string | null,
	stroke: string,
): Match<B> {
	const whole = prefix ? `${prefix} ${stroke}` : stroke;
	const digit = !prefix && /^[1-9]$/.test(stroke) ? Number(stroke) : null;
	for (const binding of [...bindings].reverse()) {
		if (alternatives(binding).some((keys) => keys === whole || (digit !== null && keys === "1-9"))) {
			return { binding, digit, prefix: null };
		}
	}
	const begins =
		!prefix && bindings.some((binding) => alternatives(binding).some((keys) => keys.startsWith(`${stroke} `)));
	if (begins) return { binding: null, digit: null, prefix: stroke };
	// A sequence that came to nothing: its last key counts for itself.
	return prefix ? match(bindings, null, stroke) : { binding: null, digit: null, prefix: null };
}

/** `enter, o`: either does it. */
function alternatives({ keys }: { keys: string }): string[] {
	return keys.split(", ");
}
