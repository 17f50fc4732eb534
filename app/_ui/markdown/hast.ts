/** As much of a hast node as the plugins here need. */
export interface HastNode {
	type: string;
	tagName?: string;
	value?: string;
	properties?: Record<string, unknown>;
	children?: HastNode[];
}

export function element(tagName: string, className: string, children: HastNode[]): HastNode {
	return { type: "element", tagName, properties: { className: [className] }, children };
}

export function text(value: string): HastNode {
	return { type: "text", value };
}
