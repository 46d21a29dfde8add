package dev.countersign.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Hears what is logged until it is closed. Thread-safe. */
public final class HeardLog extends Handler implements AutoCloseable {

    private final Logger logger;
    private final boolean alone;
    private final List<LogRecord> records = new ArrayList<>();

    private HeardLog(Logger logger, boolean alone) {
        this.logger = logger;
        this.alone = alone;
        logger.addHandler(this);
        logger.setUseParentHandlers(!alone);
    }

    /** What anybody says. */
    public static HeardLog ofAll() {
        return new HeardLog(Logger.getLogger(""), false);
    }

    /** What this class says, which is kept from the console. */
    public static HeardLog of(Class<?> type) {
        return new HeardLog(Logger.getLogger(type.getName()), true);
    }

    /** As it stands in a log file, causes included. */
    public synchronized String text() {
        SimpleFormatter formatter = new SimpleFormatter();
        return records.stream().map(formatter::format).collect(Collectors.joining());
    }

    public synchronized List<Level> levels() {
        return records.stream().map(LogRecord::getLevel).toList();
    }

    @Override
    public synchronized void publish(LogRecord heard) {
        records.add(heard);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        if (alone) {
            logger.setUseParentHandlers(true);
        }
    }
}
