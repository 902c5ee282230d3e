drop table passages;
drop table anchors;
