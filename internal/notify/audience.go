package notify

import (
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/order"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/webhook"
)

// Who is a group of people.
type Who string

// The groups. Staff are administrators and dispatchers.
const (
	Watchers Who = "watchers" // whoever follows the order, guests too
	Customer Who = "customer"
	Owners   Who = "owners"  // of the restaurant
	Senders  Who = "senders" // owners of the delivery's store
	Admins   Who = "admins"
	Staff    Who = "staff"
	Courier  Who = "courier" // whom the task, list or shift belongs to
	Team     Who = "team"    // couriers, dispatchers and administrators
	House    Who = "house"   // the co-op's own mailbox
	Apps     Who = "apps"    // integrations of the delivery's store or the order's restaurant
	Partner  Who = "partner" // who asked for the delivery
)

// Channel is a way to reach people.
type Channel string

// The channels.
const (
	Live Channel = "live" // sent and forgotten
	Mail Channel = "mail"
	Push Channel = "push"
	Hook Channel = "hook"
	Text Channel = "text"
)

// line says that an event reaches a group by a channel: as the live message, the mail, the notice or the webhook of that name.
type line struct {
	Event string
	To    Who
	By    Channel
	As    string
}

// audience is the one table of who hears of what.
func audience() []line {
	return []line{
		{order.Created{}.EventName(), Watchers, Live, "order:created"},
		{order.Created{}.EventName(), Admins, Live, "order:created"},
		{order.Created{}.EventName(), Owners, Live, "order:created"},
		{order.Created{}.EventName(), Customer, Mail, "order.sent"},
		{order.Created{}.EventName(), House, Mail, "shop.new"},
		{order.Created{}.EventName(), Owners, Mail, "shop.new"},
		{order.Created{}.EventName(), Staff, Push, "order.new"},
		{order.Created{}.EventName(), Owners, Push, "order.new"},
		{order.Created{}.EventName(), Apps, Hook, "order.created"},

		{order.Waiting{}.EventName(), Owners, Push, "order.waiting"},
		{order.Overdue{}.EventName(), Owners, Push, "order.waiting"},
		{order.Overdue{}.EventName(), Owners, Text, "order.waiting"},
		{order.Overdue{}.EventName(), Staff, Push, "order.overdue"},
		{order.Overdue{}.EventName(), House, Mail, "shop.overdue"},

		{order.Accepted{}.EventName(), Watchers, Live, "order:accepted"},
		{order.Accepted{}.EventName(), Admins, Live, "order:accepted"},
		{order.Accepted{}.EventName(), Owners, Live, "order:accepted"},
		{order.Accepted{}.EventName(), Customer, Live, "order:accepted"},
		{order.Accepted{}.EventName(), Customer, Mail, "order.accepted"},
		{order.Accepted{}.EventName(), Staff, Push, "order.new"}, // where orders are accepted by themselves; see acceptedByItself
		{order.Accepted{}.EventName(), Owners, Push, "order.new"},
		{order.Accepted{}.EventName(), Owners, Mail, "shop.new"}, // of the shops of a hub, which hear of it now; see planOrderMails

		{order.Refused{}.EventName(), Watchers, Live, "order:refused"},
		{order.Refused{}.EventName(), Admins, Live, "order:refused"},
		{order.Refused{}.EventName(), Owners, Live, "order:refused"},
		{order.Refused{}.EventName(), Customer, Live, "order:refused"},
		{order.Refused{}.EventName(), Customer, Mail, "order.refused"},

		{order.Cancelled{}.EventName(), Watchers, Live, "order:cancelled"},
		{order.Cancelled{}.EventName(), Admins, Live, "order:cancelled"},
		{order.Cancelled{}.EventName(), Owners, Live, "order:cancelled"},
		{order.Cancelled{}.EventName(), Customer, Live, "order:cancelled"},
		{order.Cancelled{}.EventName(), Customer, Mail, "order.cancelled"},

		{order.Delayed{}.EventName(), Watchers, Live, "order:delayed"},
		{order.Delayed{}.EventName(), Admins, Live, "order:delayed"},
		{order.Delayed{}.EventName(), Owners, Live, "order:delayed"},
		{order.Delayed{}.EventName(), Customer, Live, "order:delayed"},
		{order.Delayed{}.EventName(), Customer, Mail, "order.delayed"},

		{order.Fulfilled{}.EventName(), Watchers, Live, "order:fulfilled"},
		{order.Fulfilled{}.EventName(), Admins, Live, "order:fulfilled"},
		{order.Fulfilled{}.EventName(), Owners, Live, "order:fulfilled"},
		{order.Fulfilled{}.EventName(), Customer, Live, "order:fulfilled"},
		{order.Fulfilled{}.EventName(), Customer, Mail, "order.fulfilled"},

		{order.PreparationStarted{}.EventName(), Watchers, Live, "order:preparation_started"},
		{order.PreparationStarted{}.EventName(), Admins, Live, "order:preparation_started"},
		{order.PreparationStarted{}.EventName(), Owners, Live, "order:preparation_started"},
		{order.PreparationFinished{}.EventName(), Watchers, Live, "order:preparation_finished"},
		{order.PreparationFinished{}.EventName(), Admins, Live, "order:preparation_finished"},
		{order.PreparationFinished{}.EventName(), Owners, Live, "order:preparation_finished"},
		{order.Picked{}.EventName(), Watchers, Live, "order:picked"},
		{order.Picked{}.EventName(), Admins, Live, "order:picked"},
		{order.Picked{}.EventName(), Owners, Live, "order:picked"},
		{order.Dropped{}.EventName(), Watchers, Live, "order:dropped"},
		{order.Dropped{}.EventName(), Admins, Live, "order:dropped"},
		{order.Dropped{}.EventName(), Owners, Live, "order:dropped"},
		{order.Restored{}.EventName(), Watchers, Live, "order:restored"},
		{order.Restored{}.EventName(), Admins, Live, "order:restored"},
		{order.Restored{}.EventName(), Owners, Live, "order:restored"},

		{order.PriceUpdated{}.EventName(), Admins, Live, "order:price_updated"},
		{order.PriceUpdated{}.EventName(), Customer, Live, "order:price_updated"},
		{fiscal.Credited{}.EventName(), Customer, Mail, "order.credited"},

		{payment.Astray{}.EventName(), House, Mail, "payment.astray"},
		{payment.Disputed{}.EventName(), House, Mail, "payment.disputed"},
		{payment.Reconciled{}.EventName(), House, Mail, "reconciliation.differs"}, // when something does
		{webhook.Paused{}.EventName(), House, Mail, "webhook.paused"},

		{delivery.DeliveryCreated{}.EventName(), House, Mail, "delivery.new"}, // of what is wanted by itself; see wanted
		{delivery.DeliveryCreated{}.EventName(), Staff, Push, "delivery.new"},

		{delivery.TaskCreated{}.EventName(), Staff, Live, "task:created"},
		{delivery.TaskUpdated{}.EventName(), Staff, Live, "task:updated"},
		{delivery.TaskUpdated{}.EventName(), Courier, Live, "task:updated"},
		{delivery.TaskStarted{}.EventName(), Staff, Live, "task:started"},
		{delivery.TaskStarted{}.EventName(), Apps, Hook, "delivery.started"}, // of a pick-up; see stopOf
		{delivery.TaskStarted{}.EventName(), Apps, Hook, "delivery.in_transit"},
		{delivery.TaskStarted{}.EventName(), Partner, Hook, string(partner.Started)},
		{delivery.TaskScanned{}.EventName(), Staff, Live, "task:scanned"},
		{delivery.TaskDone{}.EventName(), Staff, Live, "task:done"},
		{delivery.TaskDone{}.EventName(), Senders, Mail, "task.done"},
		{delivery.TaskDone{}.EventName(), Apps, Hook, "delivery.picked"},
		{delivery.TaskDone{}.EventName(), Apps, Hook, "delivery.completed"},
		{delivery.TaskDone{}.EventName(), Partner, Hook, string(partner.Done)},
		{delivery.TaskFailed{}.EventName(), Staff, Live, "task:failed"},
		{delivery.TaskFailed{}.EventName(), Senders, Mail, "task.failed"},
		{delivery.TaskFailed{}.EventName(), Apps, Hook, "delivery.failed"},
		{delivery.TaskFailed{}.EventName(), Partner, Hook, string(partner.Failed)},
		{delivery.TaskPhotographed{}.EventName(), Partner, Hook, string(partner.Photographed)},
		{delivery.TaskCancelled{}.EventName(), Staff, Live, "task:cancelled"},
		{delivery.TaskRestored{}.EventName(), Staff, Live, "task:restored"},
		{delivery.TaskRescheduled{}.EventName(), Staff, Live, "task:rescheduled"},
		{delivery.TaskIncidentReported{}.EventName(), Staff, Live, "task:incident-reported"},
		{incident.Reported{}.EventName(), Staff, Live, "incident:reported"},
		{incident.Edited{}.EventName(), Staff, Live, "incident:updated"},
		{incident.Acted{}.EventName(), Staff, Live, "incident:updated"},
		{dispatch.TaskAssigned{}.EventName(), Staff, Live, "task:assigned"},
		{dispatch.TaskAssigned{}.EventName(), Apps, Hook, "delivery.assigned"},
		{dispatch.TaskAssigned{}.EventName(), Partner, Hook, string(partner.Assigned)},
		{dispatch.TaskUnassigned{}.EventName(), Staff, Live, "task:unassigned"},

		{dispatch.ListChanged{}.EventName(), Staff, Live, "v2:task_list:updated"},
		{dispatch.ListChanged{}.EventName(), Courier, Live, "v2:task_list:updated"},
		{dispatch.ListChanged{}.EventName(), Courier, Live, "task_list:updated"},
		{dispatch.ListChanged{}.EventName(), Courier, Push, "tasks.changed"},
		{dispatch.ListRouted{}.EventName(), Staff, Live, "v2:task_list:updated"},
		{dispatch.ListRouted{}.EventName(), Courier, Live, "v2:task_list:updated"},
		{dispatch.ListRouted{}.EventName(), Courier, Live, "task_list:updated"},
		{dispatch.TourCreated{}.EventName(), Staff, Live, "tour:created"},
		{dispatch.TourUpdated{}.EventName(), Staff, Live, "tour:updated"},
		{dispatch.TourDeleted{}.EventName(), Staff, Live, "tour:deleted"},
		{flow.ImportChanged{}.EventName(), Admins, Live, "delivery_import:updated"},
		{flow.TasksImported{}.EventName(), Admins, Live, "task_import:success"},
		{flow.TaskImportFailed{}.EventName(), Admins, Live, "task_import:failure"},
		{dispatch.ReportKept{}.EventName(), Staff, Live, "report:kept"},
		{dispatch.ReportSeen{}.EventName(), Staff, Live, "report:seen"},
		{dispatch.DutyChanged{}.EventName(), Staff, Live, "courier:updated"},
		{dispatch.StreetClosed{}.EventName(), Staff, Live, "street:closed"},
		{dispatch.StreetOpened{}.EventName(), Staff, Live, "street:opened"},

		{shift.Assigned{}.EventName(), Courier, Push, "shift.assigned"},
		{shift.Promoted{}.EventName(), Courier, Push, "shift.promoted"},
		{shift.Planned{}.EventName(), Courier, Push, "shift.planned"},
		{shift.WeekPublished{}.EventName(), Team, Mail, "week.published"},
		{shift.HolidayApproved{}.EventName(), Courier, Push, "holiday.approved"},
		{shift.HolidayRejected{}.EventName(), Courier, Push, "holiday.rejected"},
	}
}
