// Package notify tells people what happened: which event reaches whom, by which channel, in which words. It reads what it needs, writes nothing
// but jobs, and holds no rule of the business.
package notify
