package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MBean of ours in the platform's server, until it is closed. Unregisters only what it registered itself. */
final class MBeanRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistration.class);
    private static final int MOST_INSTANCES = 100;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /** Registers under the first free name. */
    MBeanRegistration(Object bean, String type, ServletContext context) {
        this.name = register(bean, type, context);
    }

    ObjectName name() {
        return name;
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was unregistered by somebody else", name);
        } catch (JMException e) {
            LOG.warn("{} could not be unregistered", name, e);
        }
    }

    private ObjectName register(Object bean, String type, ServletContext context) {
        for (int instance = 1; instance <= MOST_INSTANCES; instance++) {
            ObjectName candidate = MBeanNames.of(type, context, instance);
            try {
                return server.registerMBean(bean, candidate).getObjectName();
            } catch (InstanceAlreadyExistsException e) {
                LOG.debug("{} is taken", candidate);
            } catch (JMException e) {
                throw new IllegalStateException(candidate + " could not be registered", e);
            }
        }
        throw new IllegalStateException("every name for the MBean " + type + " is taken");
    }
}
