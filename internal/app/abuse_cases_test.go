package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// abuseCases names, for each abuse case of the threat model about objects, roles, states and races, the tests that play it.
var abuseCases = map[string]string{
	"AC01": "TestAccessMatrix TestEveryRouteHasItsPowers", "AC02": "TestAccessMatrix TestBulkCallsJudgeEachThing TestTokensInOtherPlaces",
	"AC03": "TestBulkCallsJudgeEachThing TestStoresNameNobodysPrivateAddress TestIntentOfAnotherOrder", "AC04": "TestAccessMatrix TestStoresTakeTheirProofsAlong",
	"AC05": "TestAccessMatrix TestBulkCallsJudgeEachThing", "AC06": "TestHubOrderStory", "AC07": "TestBulkCallsJudgeEachThing TestPhotosGoToOwnThings TestBulkContract",
	"AC08": "TestBulkCallsJudgeEachThing TestAssign", "AC09": "TestContactsAreHiddenWhenTheWorkIsOver TestEveryRouteHasItsPowers TestIncidentContract",
	"AC10": "TestFiltersWidenNothing TestListsHoldOwnThingsOnly", "AC11": "TestTaskImageContract TestLabelsOpenWithTheirTokenAlone TestEveryRouteHasItsPowers",
	"AC12": "TestTwoCoopsInOneProcess", "AC13": "TestWhatWasDeletedIsGone TestDeleteMe", "AC14": "TestDeliveryPage TestGuessedLinksAreSlowedDown",
	"AC15": "TestLowerRolesAreRefusedEverywhere TestEveryRouteHasItsPowers", "AC16": "TestFieldsThatAreNotTheirs", "AC17": "TestFieldsThatAreNotTheirs",
	"AC18": "TestDisguisesOpenNothing", "AC19": "TestNobodyIsSomebodyElse", "AC20": "TestFormerCourierIsOut TestTheBarredDoNotComeIn TestAC35EndedTokensAreDead",
	"AC21": "TestEveryRouteHasItsPowers TestOthersChannelsStayShut TestIntegrations", "AC22": "TestEveryRouteHasItsPowers", "AC23": "TestFiltersWidenNothing",
	"AC24": "TestNothingIsLeftOpen", "AC25": "TestAC25GuessingIsBounded TestGuessingManyAccountsIsBounded TestAC25CodesAreNotGuessed", "AC26": "TestAC26NobodyLearnsWhoHasAnAccount TestAC26UnknownNamesTakeAsLong",
	"AC27": "TestAC27MailsLeadHome", "AC28": "TestAC28Reset", "AC29": "TestAC29ResetKeepsTheSecondFactor", "AC30": "TestAC30AddressesStayApart",
	"AC31": "TestAC31LinkingByVerifiedAddressAlone TestTripsEndWhereTheyBegan TestSocialLoginOfThePhone TestFacebookLoginOfThePhone", "AC32": "TestAC32Tokens TestTokensInOtherPlaces",
	"AC34": "TestAC34SessionFixation TestSession TestBearerNeedsNoPage TestPasskeys", "AC35": "TestAC35EndedTokensAreDead TestFormerCourierIsOut TestDisconnectRefusesOlderTokensOnly",
	"AC36": "TestAC36OnlyOurPagesChangeThings TestFormsFromElsewhere TestOtherSitesCannotAct TestReadingChangesNothing", "AC37": "TestAC37SecretsStayOutOfTheLog TestSecretsStayOutOfJournalAndJobs TestLoginContract",
	"AC38": "TestAC38OpenedLinksDoNothing", "AC39": "TestFormerCourierIsOut TestContactsAreHiddenWhenTheWorkIsOver", "AC40": "TestAC40RolesWaitForASecondFactor TestAC40WeakAdministratorsOpenNothing",
	"AC41": "TestFieldsThatAreNotTheirs TestBasketChangedAfterTheIntent", "AC42": "TestAC42AmountsThatCannotBe TestBadAmountsAreRefused", "AC43": "TestBasketChangedAfterTheIntent",
	"AC44": "TestIntentOfAnotherOrder TestPhasesThatLostTheirAnswer", "AC45": "TestForgedWebhooks TestForgedNotifications TestVerifyWebhook", "AC46": "TestFiftyAtOnce TestWebhooksInAnyOrder",
	"AC47": "TestRefunds TestRefundOnTheProvidersPages", "AC48": "TestCancelWhileTheMoneyIsTaken TestRefusedAndCancelledLetGo", "AC49": "TestMeansOfPayment",
	"AC50": "TestLastCouponIsUsedOnceByPeopleAtOnce TestCouponsMakeOrdersCheaper", "AC51": "TestVouchersAndACard TestVouchersAreLetGo", "AC52": "TestFiveCardsForABasket", "AC55": "TestOneAnswerWins", "AC56": "TestImpossibleStepsAreConflicts TestVerbs TestDropNeedsItsPickup",
	"AC57": "TestTwoDispatchersMoveTasks TestTwoDispatchersMoveTheSameTask TestGuardedEdits", "AC58": "TestFormerCourierIsOut TestAssign TestTwoCoopsInOneProcess",
	"AC59": "TestReports", "AC60": "TestReports TestPositionsOnlyWhileWorking", "AC61": "TestReports TestImagesBelongToOneTask TestTakeInTurnsUprightAndForgetsThePlace",
	"AC62": "TestOnePlaceGoesToOneOfMany", "AC63": "TestGeneratedOrdersContract TestRulesMakeTomorrowsOrders", "AC64": "TestValidate",
	"AC65": "TestWhatIsUsedStays TestUsedPriceListStays TestUsedRuleSetsStay", "AC66": "TestImportGoesOnWhereItBrokeOff TestDeliveriesAreImported TestTasksOfAWrongTableAreNotMade",
}

// unplayed are the cases that no test plays, with why.
var unplayed = map[string]string{
	"AC33": "refresh tokens are used again and again, as the contract has it: the phone app keeps one",
	"AC53": "no co-op lends boxes of its own yet: deposits are a line of the order, and returns are LoopEat's to count",
	"AC54": "no payout account is kept or changed here: restaurants change theirs at the payment provider, behind its own sign-in",
}

// TestEveryAbuseCaseIsPlayed: each case has tests, and they exist.
func TestEveryAbuseCaseIsPlayed(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, pattern := range []string{"../*/*_test.go", "../../stories/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(text, -1) {
				there[string(m[1])] = true
			}
		}
	}
	for n := 1; n <= 66; n++ {
		name := fmt.Sprintf("AC%02d", n)
		if abuseCases[name] == "" && unplayed[name] == "" {
			t.Errorf("nobody plays %s", name)
		}
		for test := range strings.FieldsSeq(abuseCases[name]) {
			if !there[test] {
				t.Errorf("%s: there is no %s", name, test)
			}
		}
	}
}

// TestFiltersWidenNothing: no filter, order, page, group or list of fields shows more than there is without them. A cursor that is none is refused.
func TestFiltersWidenNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := w.writes()
	for _, c := range []struct{ who, ask, lacks string }{
		{"carl", "GET /api/tasks", `/api/tasks/{cora.task}"`},
		{"carl", "GET /api/me/tasks/2031-05-06", `/api/tasks/{cora.task}"`},
		{"carl", "GET /api/incidents", "nothing at all"},
		{"zoe", "GET /api/me/orders", `/api/orders/{zack.order}"`},
		{"zoe", "GET /api/orders/{zoe.order}", "zack"},
		{"zoe", "GET /api/restaurants/{shopA}", "CANARY"},
		{"ada", "GET /api/restaurants/{shopA}/orders", `/api/orders/{zack.order}"`},
		{"sue", "GET /api/stores/{storeA}/deliveries", `/api/deliveries/{parcelB}"`},
		{"parcels", "GET /api/stores/{storeA}/deliveries", `/api/deliveries/{parcelB}"`},
		{"sue", "GET /v1/stores/{storeA}/deliveries", `"id":{parcelB},`},
		{"ada", "GET /v1/shops/{shopA}/orders", `"id":{zack.order},`},
	} {
		for _, query := range []string{
			"assignedTo=cora", "courier=2", "courier={cora}", "user={cora}", "store={storeB}", "restaurant={shopB}", "customer={zack.customer}", "organization=x", "include=*", "include=customer,courier",
			"fields=password,email,customer", "groups=user,customer,order_admin,all", "groups[]=admin", "expand=*", "properties[]=customer", "sort=customer.phone", "order[customer.email]=asc",
			"itemsPerPage=100000", "pagination=false", "date=2031-05-06&assigned=cora", "exists[id]=1", "id[]={cora.task}&id[]={zack.order}", "page=1&or=1", "q=%25", "where=1",
		} {
			path := c.ask + "?" + query
			status, text := w.as(c.who, path, "")
			if status >= 500 || strings.Contains(text, w.ids.Replace(c.lacks)) {
				t.Errorf("%s: %s: %d: %.400s", c.who, path, status, text)
			}
		}
	}
	for _, cursor := range []string{"-1", "x", "1e9", "99999999999999999999", "%00", "' OR 1=1"} {
		for _, ask := range []string{"GET /v1/stores/{storeA}/deliveries?offset=", "GET /v1/webhooks/{hook}/calls?before=", "GET /v1/live?after="} {
			if status, text := w.as("bob", strings.ReplaceAll(ask+cursor, " OR ", "%20OR%20"), ""); status >= 500 || status == 200 && strings.Contains(ask, "offset") {
				t.Errorf("%s%s: %d: %s", ask, cursor, status, text)
			}
		}
	}
	if w.writes() != before {
		t.Error("a question was written down")
	}
}

// TestWhatWasDeletedIsGone: nobody reads half of a thing that was deleted, and it is in no list.
func TestWhatWasDeletedIsGone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(w *town) {
		for _, c := range []struct{ path, list, owner string }{
			{"/api/stores/{storeB}", "/api/stores", "dan"}, {"/api/restaurants/{shopB}", "/api/restaurants", "abe"}, {"/api/products/{dishA}", "/api/restaurants/{shopA}/products", "ada"},
			{"/api/tours/{tour}", "/api/tours", "dan"}, {"/api/task_groups/{group}", "", "dan"}, {"/api/shifts/{shift}", "/api/shifts", "dan"}, {"/api/skills/{skill}", "/api/skills", "dan"},
			{"/api/trailers/{trailer}", "/api/trailers", "dan"}, {"/api/package_sets/{boxes}", "/api/package_sets", "bob"}, {"/api/time_slots/{slot}", "/api/time_slots", "bob"},
			{"/api/pricing_rule_sets/{tariff}", "/api/pricing_rule_sets", "dan"}, {"/api/availability_rules/{rule}", "/api/availability_rules", "carl"},
		} {
			if status, text := w.as("bob", "DELETE "+c.path, ""); status != 204 && status != 200 {
				w.t.Errorf("deleting %s: %d: %s", c.path, status, text)
				continue
			}
			for _, who := range []string{"bob", c.owner, "parcels"} {
				for _, method := range []string{"GET ", "PUT ", "PATCH ", "DELETE "} {
					status, text := w.as(who, method+c.path, "{}")
					if !slices.Contains([]int{401, 403, 404, 405, 410}, status) || sings(text) {
						w.t.Errorf("%s after it was deleted: %s%s: %d: %s", who, method, c.path, status, text)
					}
				}
			}
			if c.list == "" {
				continue
			}
			if _, text := w.as("bob", "GET "+c.list, ""); strings.Contains(text, w.ids.Replace(`"`+c.path+`"`)) {
				w.t.Errorf("%s is still in %s", c.path, c.list)
			}
		}
	})
}

// TestGuessedLinksAreSlowedDown: whoever tries one short public link after the other is stopped. Links of orders carry 128 bits that nobody guesses.
func TestGuessedLinksAreSlowedDown(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	stopped := false
	for n := 0; n < 500 && !stopped; n++ {
		status, text := w.as("nobody", fmt.Sprintf("GET /en/pub/d/%08d", n), "")
		if status == 200 || sings(text) {
			t.Errorf("%08d opens: %s", n, text)
		}
		stopped = status == 429
	}
	if !stopped {
		t.Error("500 links could be tried")
	}
	for n := range 100 {
		if status, text := w.as("nobody", fmt.Sprintf("GET /order/%08d", n), ""); status != 404 || sings(text) {
			t.Errorf("order %08d: %d: %s", n, status, text)
		}
	}
}

// TestNobodyIsSomebodyElse: there is no way to act in another's name, for administrators neither, and nobody sets another's password.
func TestNobodyIsSomebodyElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, c := range []struct{ query, header string }{{"_switch_user=zoe", "X-Switch-User"}, {"impersonate={zoe}", "X-Impersonate"}, {"user=zoe", "X-Forwarded-User"}, {"username=zoe", "Remote-User"}} {
		_, text := w.as("bob", "GET /api/me?"+c.query, "", c.header, "zoe")
		if !strings.Contains(text, `"username":"bob"`) {
			t.Errorf("%s %s: %s", c.query, c.header, text)
		}
	}
	w.as("bob", "PUT /api/users/{zoe}", `{"password":"taken over","plainPassword":"taken over","email":"bob@example.org"}`)
	if status, text := w.as("nobody", "POST /v1/session", `{"login":"zoe","password":"correct horse"}`); status != 200 {
		t.Errorf("zoe's own password: %d: %s", status, text)
	}
	if status, _ := w.as("nobody", "POST /v1/session", `{"login":"zoe","password":"taken over"}`); status != 401 {
		t.Errorf("an administrator set it: %d", status)
	}
}

// TestFormerCourierIsOut: who left opens nothing with what they still have, reports nothing, and is given nothing.
func TestFormerCourierIsOut(t *testing.T) {
	t.Parallel()
	onBoth(t, func(w *town) {
		w.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{
			{"kind": "user", "update": "@carl", "password": "correct horse"}, {"kind": "refresh_token", "user": "@carl", "token": "old-token"},
		}}, 200)
		w.proofs["carl"] = w.token("@carl")
		if status, text := w.as("nobody", "POST /api/token/refresh", `{"refresh_token":"old-token"}`); status != 200 {
			w.t.Fatalf("before: %d: %s", status, text)
		}
		cookie := w.session("carl", "correct horse")
		w.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{{"kind": "user", "update": "@carl", "enabled": false}}}, 200)
		report := `{"id":"late-report","task":{carl.task},"kind":"done","tappedAt":"2031-05-06T10:00:00Z"}`
		for _, c := range []struct{ who, ask, body, cookie string }{
			{"carl", "GET /api/me", "", ""}, {"carl", "GET /api/me/tasks/2031-05-06", "", ""}, {"carl", "PUT /api/tasks/{carl.task}/done", "{}", ""}, {"carl", "POST /v1/courier/reports", report, ""},
			{"carl", "GET /api/centrifugo/token", "", ""}, {"carl", "POST /api/me/location", "[]", ""}, {"carl", "POST /api/me/remote_push_tokens", `{"platform":"ios","token":"x"}`, ""},
			{"nobody", "GET /v1/courier/day", "", cookie}, {"nobody", "POST /v1/courier/reports", report, cookie}, {"nobody", "POST /api/token/refresh", `{"refresh_token":"old-token"}`, ""},
			{"nobody", "POST /v1/session", `{"login":"carl","password":"correct horse"}`, ""},
		} {
			if status, text := w.as(c.who, c.ask, c.body, "Cookie", c.cookie); status != 401 || sings(text) {
				w.t.Errorf("%s after they left: %d: %s", c.ask, status, text)
			}
		}
		for ask, body := range map[string]string{
			"PUT /api/tasks/{free.task}/assign": `{"username":"carl"}`, "PUT /api/task_lists/set_items/2031-05-06/carl": `{"items":["/api/tasks/{free.task}"]}`,
		} {
			if status, text := w.as("dan", ask, body); status < 400 || status >= 500 {
				w.t.Errorf("%s for whoever left: %d: %s", ask, status, text)
			}
		}
		if _, text := w.as("dan", "GET /api/tasks/{carl.task}", ""); !strings.Contains(text, `"status":"TODO"`) {
			w.t.Errorf("their task moved: %s", text)
		}
	})
}

// TestWhatIsUsedStays: what live orders and deliveries stand on cannot be taken away under them, or they keep what they need of it.
func TestWhatIsUsedStays(t *testing.T) {
	t.Parallel()
	onBoth(t, func(w *town) {
		w.call("", "POST", "/_dev/seed", map[string]any{"rows": []map[string]any{
			{"kind": "store", "update": "@storeA", "pricingRuleSet": "@tariff", "packageSet": "@boxes", "timeSlot": "@slot", "timeSlots": []string{"@slot"}},
			{"kind": "vehicle", "update": "@vehicle", "warehouse": "@warehouse"},
		}}, 200)
		for _, path := range []string{"/api/pricing_rule_sets/{tariff}", "/v1/price-lists/{tariff}"} {
			if status, text := w.as("bob", "DELETE "+path, ""); status != 400 {
				w.t.Errorf("%s is used: %d: %s", path, status, text)
			}
		}
		reads := map[string]string{"GET /api/orders/{zoe.order}": "ada", "GET /api/orders/{zack.order}": "bob", "GET /api/deliveries/{parcelA}": "dan", "GET /api/tasks/{carl.task}": "dan"}
		before := map[string]string{}
		for ask, who := range reads {
			_, before[ask] = w.as(who, ask, "")
		}
		for _, path := range []string{"/api/stores/{storeA}", "/api/restaurants/{shopB}", "/api/products/{dishA}", "/api/package_sets/{boxes}", "/api/time_slots/{slot}", "/api/addresses/{stop}"} {
			if status, text := w.as("bob", "DELETE "+path, ""); status >= 500 {
				w.t.Errorf("deleting %s: %d: %s", path, status, text)
			}
		}
		for ask, who := range reads {
			status, after := w.as(who, ask, "")
			for _, key := range []string{`"total":`, `"state":`, `"status":`, `"name":"Dish"`, `"streetAddress":"12 Rue Sedaine, Paris CANARY"`} {
				if status != 200 || strings.Count(after, key) != strings.Count(before[ask], key) {
					w.t.Errorf("%s lost %s: %d\n%s\n%s", ask, key, status, before[ask], after)
				}
			}
		}
	})
}
