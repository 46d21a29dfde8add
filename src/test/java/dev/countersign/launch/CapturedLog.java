package dev.countersign.launch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs until this is closed. Thread-safe. */
final class CapturedLog extends Handler {
    private final Logger logger;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final CountDownLatch some = new CountDownLatch(1);

    private CapturedLog(Logger logger) {
        this.logger = logger;
    }

    static CapturedLog of(Class<?> type) {
        Logger logger = Logger.getLogger(type.getName());
        CapturedLog log = new CapturedLog(logger);
        logger.addHandler(log);
        return log;
    }

    List<String> texts() {
        return texts;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    boolean awaitLine(long seconds) throws InterruptedException {
        return some.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void publish(LogRecord event) {
        texts.add(new SimpleFormatter().formatMessage(event));
        some.countDown();
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
