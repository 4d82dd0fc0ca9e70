package order

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
)

// ItemIn is a product to put into a basket: by its code, or by its id.
type ItemIn struct {
	Code      string
	ProductID int64
	Quantity  int64
	Choices   []shop.Choice
}

// AddItemIn puts a product into a basket.
type AddItemIn struct {
	OrderID int64
	ItemIn
}

const (
	mostPieces = 999
	mostLines  = 200
)

// AddItem puts a product into a basket and prices it. The same variant by the same person joins the line that is there. A product of another
// restaurant, or one that does not exist, is Invalid at `product`; one that is switched off vanishes at once.
func AddItem(tx *db.Tx, in AddItemIn) (Cart, error) {
	c, err := cartFor(tx, in.OrderID, mayAdd)
	if err != nil {
		return c, err
	}
	if err := c.add(tx, in.ItemIn); err != nil {
		return c, err
	}
	return c, settle(tx, &c)
}

// cartFor reads a basket that somebody wants to change. One that was ordered is Invalid at `state`.
func cartFor(tx *db.Tx, id int64, ask rule) (Cart, error) {
	c, err := LoadCart(tx, id)
	if err != nil {
		return c, err
	}
	if err := may(tx, c.Order, ask); err != nil {
		return c, err
	}
	if c.State != IsCart {
		return c, fail.At("state", "order.cart.ordered")
	}
	return c, nil
}

// settle prices a basket, saves it and tells those who must follow.
func settle(tx *db.Tx, c *Cart) error {
	if err := c.reprice(tx); err != nil {
		return err
	}
	if err := saveCart(tx, c); err != nil {
		return err
	}
	return tx.Emit(Priced{OrderID: c.ID, Total: int64(c.Total)})
}

// reprice finds who sells a basket and what it costs there. Goods that are not sold any more go first, since they decide neither.
func (c *Cart) reprice(tx *db.Tx) error {
	var cat Catalogue
	if err := cat.loadGoods(tx, *c); err != nil {
		return err
	}
	withoutDisabled(c, cat)
	if err := c.seat(tx, cat); err != nil {
		return err
	}
	if err := cat.loadTerms(tx, c); err != nil {
		return err
	}
	Price(c, cat)
	return nil
}

func (c *Cart) add(tx *db.Tx, in ItemIn) error {
	if in.Quantity < 1 || in.Quantity > mostPieces {
		return fail.At("quantity", "order.item.quantity", "limit", mostPieces)
	}
	p, err := productOf(tx, in)
	if err != nil {
		return err
	}
	if err := c.takesFrom(tx, p); err != nil {
		return err
	}
	v, err := shop.ResolveVariant(tx, shop.ResolveVariantIn{Product: p, Choices: in.Choices})
	if err != nil {
		return err
	}
	return c.put(Item{
		ProductID: &p.ID, VariantID: &v.ID, Name: p.Name, VariantName: v.Name, Quantity: in.Quantity, UnitPrice: v.Price, PlayerID: playerOf(tx.Who()),
	})
}

func productOf(tx *db.Tx, in ItemIn) (p shop.Product, err error) {
	if in.ProductID != 0 {
		p, err = shop.LoadProduct(tx, in.ProductID)
	} else {
		p, err = shop.LoadProductByCode(tx, in.Code)
	}
	if fail.Is(err, fail.NotFound) {
		return p, fail.At("product", "order.item.unknown", "product", in.Code)
	}
	return p, err
}

// put adds a line, or its pieces to the line that holds the same for the same person.
func (c *Cart) put(item Item) error {
	for i := range c.Items {
		have := &c.Items[i]
		if !same(have.VariantID, item.VariantID) || !same(have.PlayerID, item.PlayerID) || have.VariantID == nil {
			continue
		}
		if have.Quantity+item.Quantity > mostPieces {
			return fail.At("quantity", "order.item.quantity", "limit", mostPieces)
		}
		have.Quantity += item.Quantity
		return nil
	}
	if len(c.Items) >= mostLines {
		return fail.At("items", "order.items.too_many", "limit", mostLines)
	}
	c.Items = append(c.Items, item)
	return nil
}

func same(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func playerOf(who authz.Actor) *int64 {
	if who.Kind != authz.Player {
		return nil
	}
	return &who.CustomerID
}
