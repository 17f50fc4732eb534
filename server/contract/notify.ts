import { z } from "zod";
import { urgencySchema } from "./question.ts";

export const deliveryStatusSchema = z.enum(["pending", "sent", "failed", "dropped"]);

/** Something told to a person outside the pages: what, by which way, and how that went. */
export const deliverySchema = z.object({
	id: z.number().int(),
	event: z.enum(["question", "alert", "handover", "test"]),
	channel: z.enum(["email", "push", "webhook"]),
	/** The channel's name in config.json, or the browser. */
	target: z.string(),
	urgency: urgencySchema,
	daemon: z.string().nullable(),
	ticket: z.string().nullable(),
	title: z.string(),
	status: deliveryStatusSchema,
	attempts: z.number().int(),
	/** Of the next attempt; null: at once, or no more. */
	nextAt: z.string().nullable(),
	/** Why it waits, failed or was dropped, in words. */
	error: z.string().nullable(),
	createdAt: z.string(),
	sentAt: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const channelSchema = z.object({
	/** `email`, or the webhook's name. */
	name: z.string(),
	kind: z.enum(["email", "webhook"]),
	/** Who or where, in words and without secrets. */
	where: z.string(),
	/** Why it cannot be used, in a sentence; null when it can. */
	problem: z.string().nullable(),
	/** What was last sent by it, or failed. */
	last: deliverySchema.nullable(),
});
export type Channel = z.infer<typeof channelSchema>;

export const browserSchema = z.object({
	id: z.number().int(),
	/** The browser, in words. */
	label: z.string(),
	/** A digest of its endpoint, by which a page finds its own browser. */
	fingerprint: z.string(),
	createdAt: z.string(),
	/** When a push service last took a message for it. */
	lastUsedAt: z.string().nullable(),
});
export type PushBrowser = z.infer<typeof browserSchema>;

export const notifyStatusSchema = z.object({
	channels: z.array(channelSchema),
	push: z.object({
		/** config.json offers it. */
		enabled: z.boolean(),
		/** What a browser subscribes with; null where it is not offered, or the key cannot be kept. */
		publicKey: z.string().nullable(),
		browsers: z.array(browserSchema),
	}),
	/** The end of the quiet hours that it is now; null outside of them. */
	quietUntil: z.string().nullable(),
});
export type NotifyStatus = z.infer<typeof notifyStatusSchema>;

/** What `PushSubscription.toJSON()` of a browser has, and a name for it. */
export const newSubscriptionSchema = z.object({
	endpoint: z.url({ protocol: /^https?$/, error: "must be the address of a push service" }).max(2_000),
	keys: z.object({
		p256dh: z.string().regex(/^[\w-]{80,100}=*$/, "must be a public key"),
		auth: z.string().regex(/^[\w-]{20,30}=*$/, "must be a secret of 16 bytes"),
	}),
	label: z.string().trim().min(1).max(100),
});
export type NewSubscription = z.infer<typeof newSubscriptionSchema>;

export const testRequestSchema = z.object({
	/** `email`, the name of a webhook, or `push`. */
	channel: z.string().max(40),
	/** Of push: one browser; all of them unless told. */
	browser: z.number().int().optional(),
});

/** What a service worker is sent. Cut to what a push service takes. */
export interface PushPayload {
	title: string;
	body: string;
	/** A path of the dashboard. */
	link: string;
	/** What follows under the same tag takes the place of what was. */
	tag: string;
	/** Stays until it is looked at. */
	stays: boolean;
}
