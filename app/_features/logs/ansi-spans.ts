import Anser from "anser";

/** A piece of a line with the look that its program gave it. */
export interface Span {
	text: string;
	className: string;
}

/**
 * A line with terminal colours as spans of text, never as HTML. The colours become those of this page, because a colour
 * that was chosen for one background cannot be read on another; what would hide text does nothing.
 */
export function ansiSpans(text: string): Span[] {
	if (!text.includes("\u001B")) return [{ text, className: "" }];
	return Anser.ansiToJson(text, { json: true, remove_empty: true }).map((entry) => {
		const { content, fg, bg, decorations } = entry;
		const looks = [toneOf(fg, TEXT), toneOf(bg, GROUND), ...decorations.map((one) => DECORATIONS[one] ?? "")];
		return { text: content, className: looks.filter(Boolean).join(" ") };
	});
}

type Tones = Record<"grey" | "red" | "yellow" | "green" | "cyan" | "blue" | "magenta", string>;

const TEXT: Tones = {
	grey: "text-ink-3",
	red: "text-bad",
	yellow: "text-warn",
	green: "text-ok",
	cyan: "text-accent",
	blue: "text-accent",
	magenta: "text-wait",
};
const GROUND: Tones = {
	grey: "bg-off-soft",
	red: "bg-bad-soft",
	yellow: "bg-warn-soft",
	green: "bg-ok-soft",
	cyan: "bg-off-soft",
	blue: "bg-accent-soft",
	magenta: "bg-wait-soft",
};
const DECORATIONS: Record<string, string> = {
	bold: "font-semibold",
	dim: "text-ink-3",
	italic: "italic",
	underline: "underline",
	reverse: "bg-off-soft",
	strikethrough: "line-through",
};

/** `187, 0, 0` as the tone of this page that is nearest; black and white are the text's own colour. */
function toneOf(rgb: string | null, tones: Tones): string {
	if (!rgb) return "";
	const [red = 0, green = 0, blue = 0] = rgb.split(",").map(Number);
	const most = Math.max(red, green, blue);
	const least = Math.min(red, green, blue);
	if (most - least < 40) return most > 60 && most < 160 ? tones.grey : tones === TEXT ? "" : tones.grey;
	const hue = hueOf(red, green, blue, most, least);
	if (hue < 20 || hue >= 340) return tones.red;
	if (hue < 75) return tones.yellow;
	if (hue < 160) return tones.green;
	if (hue < 200) return tones.cyan;
	return hue < 265 ? tones.blue : tones.magenta;
}

function hueOf(red: number, green: number, blue: number, most: number, least: number): number {
	const range = most - least;
	const sixth =
		most === red ? (green - blue) / range + 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
	return (sixth * 60) % 360;
}
