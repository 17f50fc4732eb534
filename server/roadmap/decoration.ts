// Signs that Unicode counts as pictographs but that people write as part of a text: © ® ™ ‼ ⁉ ℹ ↔ to ↙ ↩ ↪ Ⓜ.
const TEXT_SIGNS = "[\\u00A9\\u00AE\\u2122\\u203C\\u2049\\u2139\\u2194-\\u2199\\u21A9\\u21AA\\u24C2]";
const PICTOGRAPH = `(?!${TEXT_SIGNS})\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]*`;

/** Source of a pattern (flag `u`) for one emoji: with its variation selector, joined (👩‍💻), a flag, or a keycap (1️⃣). */
export const EMOJI = `(?:${PICTOGRAPH}(?:\\u200D${PICTOGRAPH})*|\\p{Regional_Indicator}{2}|[\\d#*]\\uFE0F?\\u20E3|\\uFE0F)`;

const EMOJIS = new RegExp(EMOJI, "gu");

/** A text without its emoji. */
export function withoutEmoji(text: string): string {
	return text.replace(EMOJIS, " ").replace(/\s+/g, " ").trim();
}
