"""Rules of suspects: plain values in, plain values out."""
