import { Chat } from "../_features/chat/chat.tsx";

export default function ChatPage() {
	return <Chat />;
}
