import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "plain" | "quiet";
export type ButtonSize = "normal" | "small";

/** The look of a button, also for a link or a part of a row that leads somewhere like one. */
export function buttonClass(look: ButtonLook = "plain", size: ButtonSize = "normal"): string {
	return classNames(
		"inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-semibold whitespace-nowrap",
		size === "small" ? "h-6.5 px-2.5 text-small pointer-coarse:h-9" : "h-7.5 px-3 text-[0.8125rem] pointer-coarse:h-11",
		look === "primary" && "border-transparent bg-accent text-accent-ink hover:brightness-110",
		look === "plain" && "border-line-strong bg-panel text-ink hover:border-control-line hover:bg-raise",
		look === "quiet" && "border-transparent bg-transparent text-ink-2 hover:bg-raise hover:text-ink",
		"disabled:border-line disabled:bg-raise disabled:text-ink-3 disabled:brightness-100",
	);
}

interface Props extends ComponentProps<"button"> {
	look?: ButtonLook;
	size?: ButtonSize;
}

export function Button({ look, size, className, type = "button", ...rest }: Props) {
	return <button type={type} className={classNames(buttonClass(look, size), className)} {...rest} />;
}
