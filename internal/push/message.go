package push

import "maps"

// channelID is the notification channel that the Android app creates.
const channelID = "coopcycle_important"

// message is one message of FCM's HTTP v1 interface.
type message struct {
	Token        string            `json:"token"`
	Notification *notification     `json:"notification,omitempty"`
	Data         map[string]string `json:"data,omitempty"`
	Android      *androidConfig    `json:"android,omitempty"`
	APNS         *apnsConfig       `json:"apns,omitempty"`
}

type notification struct {
	Title string `json:"title"`
	Body  string `json:"body,omitempty"`
}

type androidConfig struct {
	Priority     string               `json:"priority"`
	Notification *androidNotification `json:"notification,omitempty"`
}

type androidNotification struct {
	ChannelID string `json:"channel_id"`
	Sound     string `json:"sound"`
	Tag       string `json:"tag"`
}

type apnsConfig struct {
	Headers map[string]string `json:"headers"`
	Payload map[string]any    `json:"payload"`
}

// messages gives what one notice becomes. Android gets two: one that shows, and one of data alone, which wakes an app that was
// killed. iOS gets one alert with the event as an object beside "aps".
func (n Notice) messages() ([]message, error) {
	if n.Platform == IOS {
		return []message{n.alert()}, nil
	}
	texts, err := n.texts()
	if err != nil {
		return nil, err
	}
	shown := message{Token: n.Token, Notification: &notification{Title: n.Title, Body: n.Body}, Data: texts,
		Android: &androidConfig{Priority: "HIGH", Notification: &androidNotification{ChannelID: channelID, Sound: "default", Tag: n.Event}}}
	silent := message{Token: n.Token, Data: texts, Android: &androidConfig{Priority: "HIGH"}}
	return []message{shown, silent}, nil
}

func (n Notice) alert() message {
	payload := maps.Clone(n.Extra)
	if payload == nil {
		payload = map[string]any{}
	}
	alert := map[string]any{"title": n.Title}
	if n.Body != "" {
		alert["body"] = n.Body
	}
	payload["event"] = n.event()
	payload["aps"] = map[string]any{"alert": alert, "sound": "default"}
	return message{Token: n.Token, APNS: &apnsConfig{
		Headers: map[string]string{"apns-priority": "10", "apns-push-type": "alert"}, Payload: payload}}
}
