package app

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/payment"
)

// metrics are one co-op's figures for Prometheus, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(c *Coop) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "pignon_http_request_seconds", Help: "Time to answer, by route and status.", Buckets: []float64{.001, .005, .02, .1, .5, 2},
		}, []string{"route", "status"}),
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("pignon_jobs_waiting", "Jobs that wait for their time or a worker.", func() float64 { return float64(c.jobState().Waiting) }),
		gauge("pignon_jobs_parked", "Jobs that failed too often and wait for a person.", func() float64 { return float64(c.jobState().Parked) }),
		gauge("pignon_payment_differences", "Payments that differed from the providers' when they were last compared.", func() float64 { return float64(c.differences()) }),
		gauge("pignon_live_connections", "Open web sockets.", func() float64 { return float64(c.hub.Counts().Open) }),
		gauge("pignon_live_slow", "Sockets cut because they read too slowly, since the start.", func() float64 { return float64(c.hub.Counts().Slow) }),
	)
	return m
}

func (m *metrics) observe(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (c *Coop) jobState() (s job.State) {
	err := c.db.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		s, err = job.StateOf(tx)
		return err
	})
	if err != nil {
		c.log.Error("count jobs", "error", err)
	}
	return s
}

func (c *Coop) differences() (n int) {
	err := c.db.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		n, err = payment.LatestDifferences(tx)
		return err
	})
	if err != nil {
		c.log.Error("count differences of payments", "error", err)
	}
	return n
}
