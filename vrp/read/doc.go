// Package read turns the text formats of public routing benchmarks into problems. Bad input gives an error that names the line.
package read
