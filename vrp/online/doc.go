// Package online plans the next moments of couriers who are already on the road. It is given what is open at one instant: where each
// courier will be free and what they have accepted, and which tasks nobody has yet. It finds places for the tasks in the rides, by ruin
// and recreate, at the least cost in waiting customers, cold meals and riding, and says when each courier has to leave for what is
// planned, so that nothing needs to be decided before it must.
//
// What has been accepted stays with its courier and keeps its order. The package reads no clock and draws its chances from the seed: the
// same problem has the same plan.
//
// Sources: Reyes, Erera, Savelsbergh, Sahasrabudhe and O'Neil 2018 for the problem and late commitment; Christiaens and Vanden Berghe
// 2020 for the search.
package online
