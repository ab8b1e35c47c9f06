#!/bin/busybox sh
# The guest's first process: loads the modules in their order, puts a memory layer over the host's disk (read-only), and runs
# the program inside it. What the program prints goes to the console; its results go to the second shared folder.
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r file parameters; do
  # shellcheck disable=SC2086 # parameters are words
  insmod "/modules/$file" $parameters || echo "USB-RIG: module $file was refused"
done < /modules/order
share=trans=virtio,version=9p2000.L,msize=262144
mount -t 9p -o "$share,ro,cache=loose" hostroot /lower || echo 'USB-RIG: no disk'
mount -t tmpfs tmpfs /over && mkdir /over/upper /over/work
mount -t overlay overlay -o lowerdir=/lower,upperdir=/over/upper,workdir=/over/work /newroot || echo 'USB-RIG: no overlay'
for folder in proc sys dev run; do mkdir -p "/newroot/$folder"; done
mount -t proc proc /newroot/proc
mount -t sysfs sys /newroot/sys
mount -t devtmpfs dev /newroot/dev
mkdir -p /newroot/dev/pts /newroot/dev/shm
mount -t devpts devpts /newroot/dev/pts
mount -t tmpfs tmpfs /newroot/dev/shm
mount -t tmpfs -o mode=755 tmpfs /newroot/run
mkdir -p /newroot/run/udev /newroot/run/usb-rig
mount -t 9p -o "$share" results /newroot/run/usb-rig || echo 'USB-RIG: no place for results'
mount -t configfs configfs /newroot/sys/kernel/config
ifconfig lo 127.0.0.1 up
cp /guest.sh /newroot/run/guest.sh
chroot /newroot /bin/sh /run/guest.sh
echo "USB-RIG: the program ended with $?"
poweroff -f
