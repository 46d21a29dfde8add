package dev.countersign.manage;

import java.io.IOException;
import java.io.OutputStream;

/** The metrics of this node, for a monitoring system that scrapes them. Thread-safe. */
public interface MetricsExposition {

    /** The media type of the text. */
    String contentType();

    /** Reads all metrics as they are now; never waits for a store. */
    Scrape scrape();

    /** The metrics of one moment. */
    @FunctionalInterface
    interface Scrape {

        /** Writes them; the stream stays open. */
        void writeTo(OutputStream out) throws IOException;
    }
}
