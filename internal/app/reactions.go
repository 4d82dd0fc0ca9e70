package app

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/ticket"
)

// reactions lists what happens in the same unit of work as an event of another module, in this order.
func (c *Coop) reactions() []db.Reaction {
	return []db.Reaction{
		db.On(flow.BasketPricedAdjustsPayment),
		db.On(flow.OrderAcceptedMakesDelivery),
		db.On(ticket.OrderAcceptedIsPrinted),
		db.On(flow.OrderDelayedShiftsTasks),
		db.On(flow.OrderFulfilledTakesMoney),
		db.On(flow.OrderRefusedReleasesMoney), db.On(flow.OrderRefusedCancelsTasks),
		db.On(flow.OrderCancelledReleasesMoney), db.On(flow.OrderCancelledCancelsTasks),
		db.On(flow.OrderRestoredWantsMoney), db.On(flow.OrderRestoredRestoresTasks),
		db.On(flow.TaskDoneMovesOrder), db.On(dispatch.TaskDoneMeasuresRide),
		db.On(flow.AllTasksCancelledCancelsOrder),
		db.On(flow.OrderPlacedBooksSale), db.On(flow.OrderRepricedBooksSale), db.On(flow.OrderRefusedUndoesSale),
		db.On(flow.OrderCancelledUndoesSale), db.On(flow.OrderRestoredBooksSale), db.On(flow.PaymentTakenIsBooked), db.On(flow.AstrayMoneyIsBooked), db.On(flow.CardFeeIsBooked), db.On(flow.RefundIsBooked), db.On(flow.DisputeIsBooked),
		db.On(flow.OrderFulfilledIsInvoiced), db.On(flow.OrderCancelledIsCredited), db.On(flow.OrderRefusedIsCredited), db.On(flow.OrderRepricedIsInvoicedAnew),
		db.On(flow.RefundIsCredited),
		db.On(flow.OrderRefusedGivesCouponBack), db.On(flow.OrderCancelledGivesCouponBack), db.On(flow.OrderRestoredUsesCouponAgain),
		db.On(flow.OrderPlacedGoesToTill), db.On(flow.OrderFulfilledClosesInTill),
	}
}
